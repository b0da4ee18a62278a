//! The catalogue of versions: shown, verified, replaced, signed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

use super::CatalogueFrom;

/// `koor catalogue`
#[derive(Debug, Subcommand)]
pub(crate) enum Catalogue {
    /// What is known of versions: bad releases, CVEs, how old it is; all of it with -o json
    Show {
        #[command(flatten)]
        from: CatalogueFrom,
    },
    /// Whether a file is a catalogue that could be used, and is signed by a key
    #[command(after_help = "Example:
  koor catalogue verify new.toml --key RWQ…     its signature is new.toml.minisig")]
    Verify {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        signed: Signed,
    },
    /// Use a signed catalogue in the place of the one in use; whatever is wrong with it, the old one stays
    #[command(
        after_help = "There is no key in koor: say whose word you take. `koor catalogue sign` and `minisign -S -m new.toml` sign one.
Only https is spoken, but for an address of this host.

Examples:
  koor catalogue update new.toml --key catalogue.pub
  koor catalogue update https://example.com/catalogue.toml --key catalogue.pub    its signature is there as
                                                                                  catalogue.toml.minisig"
    )]
    Update {
        /// The file, or its URL
        #[arg(value_name = "FILE|URL")]
        from: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// Sign a catalogue for others (FILE.minisig), or make the keys for it
    #[command(
        after_help = "The password is asked on the terminal; without one, put it into KOOR_CATALOGUE_PASSWORD or say --password-stdin.
What could not be used as a catalogue is not signed.

Examples:
  koor catalogue sign --new-key keys                      makes keys/catalogue.key and keys/catalogue.pub
  koor catalogue sign new.toml --secret-key keys/catalogue.key
  koor catalogue verify new.toml --key keys/catalogue.pub"
    )]
    Sign(Sign),
}

/// What to sign, or which keys to make.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Sign {
    /// The file
    #[arg(required_unless_present = "new_key")]
    pub file: Option<PathBuf>,
    /// The secret key of minisign, in a file
    #[arg(long, value_name = "FILE", required_unless_present = "new_key")]
    pub secret_key: Option<PathBuf>,
    /// Make a pair of keys in this folder instead; none that is there is replaced
    #[arg(long, value_name = "DIR", conflicts_with_all = ["file", "secret_key"])]
    pub new_key: Option<PathBuf>,
    /// Read the key's password as one line from stdin
    #[arg(long)]
    pub password_stdin: bool,
}

/// By whom a catalogue is signed.
#[derive(Debug, Clone, ClapArgs)]
pub(crate) struct Signed {
    /// A public key of minisign, or the file that it is in
    #[arg(long, value_name = "KEY", env = "KOOR_CATALOGUE_KEY")]
    pub key: Option<String>,
    /// The signature [default: FILE.minisig]
    #[arg(long, value_name = "FILE|URL")]
    pub signature: Option<PathBuf>,
}
