//! Something to look at in a cluster, and secrets that must never be seen again.

use std::fs;
use std::time::Duration;

use crate::daemon::Kind;
use crate::error::Context;
use crate::{Cluster, Error};

/// How long a module of the manager may take until it answers to its commands.
const MODULE_LIMIT: Duration = Duration::from_mins(1);

/// Talks to the gateway.
const S3: &str = include_str!("../assets/s3.py");

/// What [`Cluster::populate`] put into the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Planted {
    /// The pool with the objects and the image.
    pub pool: String,
    /// The objects' names.
    pub objects: Vec<String>,
    /// The block device image.
    pub image: String,
    /// A subvolume in the file system `cephfs`; none without a metadata server.
    pub subvolume: Option<String>,
    /// A user of the object gateway; none without a gateway.
    pub rgw_user: Option<String>,
    /// The user's bucket, with one object in it; none without a gateway.
    pub bucket: Option<String>,
    /// The dashboard's administrator.
    pub dashboard_user: String,
    /// The administrator's password. Also among the secrets.
    pub dashboard_password: String,
    /// Everything that nobody may ever see in a report or a log: planted passwords and keys, and the cephx keys
    /// of the cluster itself.
    pub secrets: Vec<String>,
}

/// Passwords planted in the configuration database.
const CONFIG_SECRETS: &[(&str, &str, &str)] = &[
    ("mgr", "mgr/dashboard/GRAFANA_API_PASSWORD", "planted-grafana-Zk4w9"),
    ("mgr", "mgr/dashboard/RGW_API_SECRET_KEY", "planted-rgwapi-Qm7t2"),
    ("client.rgw.a", "rgw_keystone_admin_password", "planted-keystone-Vb3x8"),
];
/// Passwords planted in the store for arbitrary values.
const STORE_SECRETS: &[(&str, &str)] = &[
    ("mgr/cephadm/registry_credentials", "planted-registry-Hn6c1"),
    ("koor/planted", "planted-plain-Rj5s0"),
];
const DASHBOARD_PASSWORD: &str = "Planted-dash-Lw8y3";
const BUCKET: &str = "bucket-1";
const ACCESS_KEY: &str = "PLANTEDACCESS0KEY1";
const SECRET_KEY: &str = "planted0secret0key0Tg2d7";

impl Cluster {
    /// Puts a little of everything the cluster's shape can hold into it.
    pub fn populate(&self) -> Result<Planted, Error> {
        let content = self.dir().join("content");
        fs::write(&content, "something to keep\n".repeat(256)).at("write", &content)?;
        let content = content.display().to_string();
        let objects: Vec<String> = (1..=5).map(|i| format!("object-{i}")).collect();
        for object in &objects {
            self.run_ok(&["rados", "-p", "rbd", "put", object, &content])?;
        }
        let image = "image-1".to_owned();
        self.run_ok(&["rbd", "create", &format!("rbd/{image}"), "--size", "64M"])?;
        let subvolume = (self.shape().mds > 0).then(|| "subvolume-1".to_owned());
        if let Some(name) = &subvolume {
            self.module(&["ceph", "fs", "subvolume", "create", "cephfs", name, "--size", "1048576"])?;
        }
        let rgw_user = (self.shape().rgw > 0).then(|| "planted".to_owned());
        if let Some(uid) = &rgw_user {
            let caps = "--caps=buckets=read;users=read;usage=read;metadata=read;zone=read";
            let user = [&format!("--uid={uid}"), "--display-name=Planted", caps];
            let keys = [&format!("--access-key={ACCESS_KEY}"), &*format!("--secret-key={SECRET_KEY}")];
            self.run_ok(&[&["radosgw-admin", "user", "create"], &user[..], &keys[..]].concat())?;
            self.put_s3(&format!("/{BUCKET}"), "")?;
            self.put_s3(&format!("/{BUCKET}/object-1"), "something to keep")?;
        }
        self.plant_passwords()?;
        Ok(Planted {
            pool: "rbd".to_owned(),
            objects,
            image,
            subvolume,
            bucket: rgw_user.as_ref().map(|_| BUCKET.to_owned()),
            rgw_user,
            dashboard_user: "admin".to_owned(),
            dashboard_password: DASHBOARD_PASSWORD.to_owned(),
            secrets: self.secrets()?,
        })
    }

    fn put_s3(&self, path: &str, content: &str) -> Result<(), Error> {
        let Some(gateway) = self.rgw_addr() else {
            return Ok(());
        };
        let gateway = gateway.to_string();
        let program = self.dir().join("s3.py");
        fs::write(&program, S3).at("write", &program)?;
        let program = program.display().to_string();
        // Not the first Python there is, but the packages' own.
        self.run_ok(&["/usr/bin/python3", &program, &gateway, ACCESS_KEY, SECRET_KEY, path, content])
            .map(drop)
    }

    fn plant_passwords(&self) -> Result<(), Error> {
        let mut commands = Vec::new();
        for (who, name, value) in CONFIG_SECRETS {
            commands.push(format!("config set {who} {name} {value}"));
        }
        for (name, value) in STORE_SECRETS {
            commands.push(format!("config-key set {name} {value}"));
        }
        self.ceph_all(&commands)?;
        // A file, because the dashboard takes no password on the command line.
        let path = self.dir().join("password");
        fs::write(&path, DASHBOARD_PASSWORD).at("write", &path)?;
        let path = path.display().to_string();
        self.module(&["ceph", "dashboard", "ac-user-create", "admin", "-i", &path, "administrator"])
    }

    /// Runs a command that a module of the manager answers: it may still be loading.
    fn module(&self, command: &[&str]) -> Result<(), Error> {
        self.wait_for(&command.join(" "), MODULE_LIMIT, |cluster| cluster.run_ok(command).map(|_| true))
    }

    fn secrets(&self) -> Result<Vec<String>, Error> {
        let planted = CONFIG_SECRETS.iter().map(|(_, _, value)| *value);
        let planted = planted.chain(STORE_SECRETS.iter().map(|(_, value)| *value));
        let mut secrets: Vec<String> = planted.chain([DASHBOARD_PASSWORD]).map(str::to_owned).collect();
        if self.shape().rgw > 0 {
            secrets.extend([ACCESS_KEY, SECRET_KEY].map(str::to_owned));
        }
        secrets.push(self.admin_key()?);
        for daemon in Kind::ALL.into_iter().flat_map(|kind| self.layout.daemons(kind)) {
            let key = crate::keys::read(&self.layout.keyring(&daemon.entity()))?;
            if !secrets.contains(&key) {
                secrets.push(key);
            }
        }
        Ok(secrets)
    }
}
