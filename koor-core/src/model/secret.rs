//! Which names of options and fields say that their value is a secret.
//!
//! Ceph keeps passwords and keys of its modules in its configuration and gives them to whoever may read that. Koor shows
//! [`REDACTED`](super::REDACTED) instead, and recordings hold it unless told otherwise.

/// Words that make a name one of a secret.
const SECRET: &[&str] =
    &["password", "passwd", "passphrase", "secret", "secrets", "token", "credential", "credentials"];

/// Last words of a name that is about a secret without being one: `rgw_keystone_admin_token_path`,
/// `rgw_crypt_vault_secret_engine`, `mgr/dashboard/jwt_token_ttl`, `secretName`.
const ABOUT: &[&str] = &[
    "age",
    "algorithm",
    "at",
    "cache",
    "count",
    "date",
    "days",
    "duration",
    "enabled",
    "engine",
    "expiration",
    "expires",
    "expiry",
    "file",
    "format",
    "host",
    "interval",
    "length",
    "lifetime",
    "list",
    "method",
    "name",
    "path",
    "policy",
    "port",
    "ref",
    "required",
    "size",
    "span",
    "template",
    "timeout",
    "ttl",
    "type",
    "uri",
    "url",
    "validity",
];

/// What stands before `key` where it is a secret. `public_key`, `auth_service_key_type` and keyrings are none.
const KINDS_OF_KEY: &[&str] = &[
    "access",
    "account",
    "api",
    "auth",
    "client_secret",
    "encryption",
    "identity",
    "master",
    "priv",
    "private",
    "secret",
    "session",
    "shared",
    "signing",
    "ssl",
    "sts",
    "tls",
];

/// Whether `name` is one of a secret: `rgw_keystone_admin_password`, `mgr/dashboard/jwt_secret`,
/// `RGW_API_SECRET_KEY`, `privateKey`, `dashboard set-rgw-api-secret-key`.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    // Most names are short words without any of these letters in a row; the rest is worth a closer look.
    if name.len() < 3 || name.len() > 256 {
        return false;
    }
    let name = normal(name);
    if name.contains("mgr/restful/keys/") || name.starts_with("dm_crypt/") {
        return true;
    }
    let last = name.rsplit('/').next().unwrap_or_default();
    let words: Vec<&str> = last.split('_').filter(|word| !word.is_empty()).collect();
    let Some((end, before)) = words.split_last() else {
        return false;
    };
    if matches!(*end, "key" | "keys") {
        // An option `key` of a mgr module is a private key (`mgr/dashboard/x/key`).
        return name.contains("mgr/") || before.last().is_some_and(|kind| KINDS_OF_KEY.contains(kind));
    }
    let says_so = words.iter().any(|word| SECRET.contains(word));
    matches!(*end, "pwd" | "tokens" | "luks" | "authorization") || says_so && !ABOUT.contains(end)
}

/// `privateKey`, `Private-Key`, `private key` as `private_key`; slashes stay.
fn normal(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for letter in name.chars() {
        match letter {
            '-' | '.' | ' ' => out.push('_'),
            'A'..='Z' => {
                if was_lower {
                    out.push('_');
                }
                out.push(letter.to_ascii_lowercase());
            }
            other => out.push(other),
        }
        was_lower = letter.is_ascii_lowercase();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_of_secrets() {
        for name in [
            "password",
            "rgw_keystone_admin_password",
            "rgw_keystone_admin_token",
            "rgw_ldap_secret",
            "rgw_sts_key",
            "rgw_crypt_s3_kms_encryption_keys",
            "rgw_crypt_default_encryption_key",
            "mgr/dashboard/jwt_secret",
            "mgr/dashboard/x/password",
            "mgr/dashboard/RGW_API_SECRET_KEY",
            "mgr/dashboard/RGW_API_ACCESS_KEY",
            "mgr/dashboard/GRAFANA_API_PASSWORD",
            "mgr/dashboard/key",
            "mgr/dashboard/x/key",
            "config-history/17/+mgr/mgr/dashboard/key",
            "mgr/cephadm/ssh_identity_key",
            "mgr/cephadm/grafana_key",
            "mgr/cephadm/registry_credentials",
            "mgr/restful/keys/admin",
            "dm-crypt/osd/0f3c/luks",
            "secret_key",
            "secretKey",
            "access_key",
            "privateKey",
            "dashboard set-rgw-api-secret-key",
            "--secret-key",
            "Authorization",
        ] {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn names_of_what_is_none() {
        for name in [
            "key",
            "keyring",
            "keyfile",
            "mon_max_pg_per_osd",
            "auth_service_required",
            "auth_preferred_key_type",
            "mon_auth_emergency_allowed_key_types",
            "auth_service_ticket_ttl",
            "public_key",
            "mgr/cephadm/ssh_identity_pub",
            "mgr/dashboard/crt",
            "mgr/telemetry/contact",
            "mgr/dashboard/jwt_token_ttl",
            "mgr/dashboard/PWD_POLICY_ENABLED",
            "mgr/dashboard/USER_PWD_EXPIRATION_SPAN",
            "mgr/dashboard/RGW_API_SSL_VERIFY",
            "osd_op_pq_max_tokens_per_priority",
            "rgw_keystone_admin_token_path",
            "rgw_keystone_token_cache_size",
            "rgw_swift_token_expiration",
            "rgw_crypt_vault_secret_engine",
            "rgw_crypt_vault_token_file",
            "rgw_crypt_kmip_s3_key_template",
            "rocksdb_cache_type",
            "secretName",
            "osd_crush_chooseleaf_type",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
