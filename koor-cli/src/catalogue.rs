//! `koor catalogue`, which asks no cluster.

use std::path::Path;

use koor_core::Koor;
use koor_core::model::Kind;
use koor_core::model::catalogue::HeldCatalogue;

use crate::args::{Catalogue, Global, Sign, Signed};
use crate::exit::ExitCode;
use crate::output::{self, Stopped};
use crate::{exit, password, progress, show};

type Done = Result<ExitCode, Stopped>;

/// What was asked, done.
pub(crate) async fn catalogue(global: &Global, asked: &Catalogue) -> Done {
    match asked {
        Catalogue::Show { from } => shown(global, Koor::catalogue(from.catalogue.as_deref()), None),
        Catalogue::Verify { file, signed } => {
            let said = match signed.key {
                Some(_) => "It could be used, and the key vouches for it.",
                None => "It could be used. No signature was checked: say --key.",
            };
            let held = Koor::catalogue_verify(file, signed.signature.as_deref(), signed.key.as_deref());
            shown(global, held, Some(said))
        }
        Catalogue::Update { from, signed } => match &signed.key {
            Some(key) => {
                let new = update(from, signed, key).await;
                shown(global, new, Some("It is in use from now on."))
            }
            None => Ok(exit::said("say whose signature you trust: --key KEY", Kind::InvalidInput)),
        },
        Catalogue::Sign(sign) => {
            // On a thread of its own: it waits for whoever types, and Ctrl-C must still be heard.
            let (global, sign) = (global.clone(), sign.clone());
            let done = tokio::task::spawn_blocking(move || self::sign(&global, &sign)).await;
            done.unwrap_or_else(|error| Err(Stopped::Failed(error.to_string())))
        }
    }
}

async fn update(from: &str, signed: &Signed, key: &str) -> koor_core::Result<HeldCatalogue> {
    if from.contains("://") {
        let signature = signed.signature.as_ref().map(|path| path.to_string_lossy());
        let download = Koor::catalogue_download(from, signature.as_deref(), key);
        return progress::shown("downloading the catalogue", download).await;
    }
    Koor::catalogue_update(Path::new(from), signed.signature.as_deref(), key)
}

fn shown(global: &Global, held: koor_core::Result<HeldCatalogue>, said: Option<&str>) -> Done {
    match held {
        Ok(held) => {
            show::print_alone(&Koor::catalogue_view(&held), global)?;
            if let Some(said) = said {
                anstream::eprintln!("{said}");
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => Ok(exit::failed(&error)),
    }
}

fn sign(global: &Global, sign: &Sign) -> Done {
    if let Some(folder) = &sign.new_key {
        let made = password::new(sign.password_stdin)
            .and_then(|password| Koor::catalogue_new_key(folder, &password));
        return match made {
            Ok(keys) => {
                let text = format!(
                    "The secret key is {}: keep it and its password to yourself.\nThe public key is {}: give it to whoever uses \
                     your catalogues.\n",
                    keys.secret.display(),
                    keys.public.display()
                );
                output::write_bytes(text.as_bytes())?;
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => Ok(exit::failed(&error)),
        };
    }
    // The parser lets nothing else come so far.
    let (Some(file), Some(key)) = (&sign.file, &sign.secret_key) else {
        return Ok(exit::said("say which file is to be signed, with --secret-key FILE", Kind::InvalidInput));
    };
    match Koor::catalogue_sign(file, key, || password::of_key(sign.password_stdin)) {
        Ok(signed) => {
            let said = format!("Signed: {}. Its key is {}.", signed.signature.display(), signed.key);
            shown(global, Ok(signed.held), Some(&said))
        }
        Err(error) => Ok(exit::failed(&error)),
    }
}
