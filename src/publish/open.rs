//! From an address and the environment to a place that can be written.

use std::path::PathBuf;
use std::sync::Arc;

use super::address::Address;
use super::azure;
use super::bucket;
use super::disk::Folder;
use super::place::Place;
use super::sign_in::{self, Environment, SignInError};

/// Why a place cannot be used at all. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// No way to sign in to Azure, or half of one.
    #[error(transparent)]
    Azure(#[from] SignInError),
    /// No way to sign in to another cloud, or half of one.
    #[error("{0}")]
    SignIn(String),
    /// A token was refused.
    #[error("cannot sign in: {0}")]
    Token(String),
    /// The client could not be made.
    #[error("cannot use the storage: {0}")]
    Client(String),
    /// The address is no place with files in it.
    #[error("`{0}` is not a place for the files of a site")]
    NoFiles(Address),
    /// An artifact outside a pipeline.
    #[error("`{0}` needs the folder of a pipeline's job: AGENT_TEMPDIRECTORY is not set")]
    NoJob(Address),
}

/// A place that can be written, and what the caller has to do when everything is stored.
pub(crate) struct Opened {
    /// Where files go.
    pub(crate) place: Arc<dyn Place>,
    /// What remains to be done after a publication.
    pub(crate) handover: Handover,
}

/// What the caller does after a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Handover {
    /// Nothing: readers see the files where they are.
    Nothing,
    /// Tell the agent to upload `folder` as the artifact `name`
    /// (`##vso[artifact.upload containerfolder=NAME;artifactname=NAME]FOLDER`).
    Artifact {
        /// The artifact's name.
        name: String,
        /// The folder that was written; absolute when the agent's variable is.
        folder: PathBuf,
    },
}

impl Opened {
    /// Who signs in, in words, without any secret.
    pub(crate) fn identity(&self) -> &str {
        self.place.identity()
    }
}

/// Opens `address` with what `environment` holds. Nothing is read or written yet, but a token may be asked for.
///
/// # Errors
/// When no way to sign in is set, or Microsoft Entra or Azure DevOps refuse a token, or the address is `attachment:`,
/// which takes a single file and goes through the pull request.
pub(crate) async fn open(address: &Address, environment: &Environment) -> Result<Opened, OpenError> {
    let name = format!("`{address}`");
    let place: Arc<dyn Place> = match address {
        Address::Folder(path) => Arc::new(Folder::new(path)),
        Address::Azure { account, container, prefix } => {
            let sign_in = sign_in::choose(environment, account)?;
            let location = azure::Location { account, container, prefix, name };
            Arc::new(azure::container(location, &sign_in).await?)
        }
        Address::S3 { bucket, prefix } => Arc::new(bucket::s3(bucket, prefix, name, environment)?),
        Address::Google { bucket, prefix } => Arc::new(bucket::google(bucket, prefix, name, environment)?),
        Address::Artifact(artifact) => return open_artifact(address, artifact, environment),
        Address::Attachment => return Err(OpenError::NoFiles(address.clone())),
    };
    Ok(Opened { place, handover: Handover::Nothing })
}

/// An artifact is a folder of the job until the agent uploads it. The folder is the job's temporary one: the staging
/// folder may hold other files of the pipeline, which would be uploaded too.
fn open_artifact(address: &Address, name: &str, environment: &Environment) -> Result<Opened, OpenError> {
    let temporary = environment
        .get("AGENT_TEMPDIRECTORY")
        .filter(|folder| !folder.is_empty() && !folder.starts_with("$("));
    let Some(temporary) = temporary else { return Err(OpenError::NoJob(address.clone())) };
    let folder = PathBuf::from(temporary).join("preview-artifact").join(super::slug::segment(name));
    let place = Arc::new(Folder::new(&folder));
    Ok(Opened { place, handover: Handover::Artifact { name: name.to_owned(), folder } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_artifact_is_a_folder_that_the_agent_uploads() {
        let address = Address::Artifact("preview".to_owned());
        assert!(matches!(open(&address, &Environment::new()).await, Err(OpenError::NoJob(_))));
        let environment = [("AGENT_TEMPDIRECTORY".to_owned(), "/agent/temp".to_owned())].into();
        let opened = open(&address, &environment).await.unwrap();
        let folder = PathBuf::from("/agent/temp/preview-artifact/preview");
        assert_eq!(opened.handover, Handover::Artifact { name: "preview".to_owned(), folder });
    }

    #[tokio::test]
    async fn an_attachment_takes_no_files() {
        assert!(matches!(open(&Address::Attachment, &Environment::new()).await, Err(OpenError::NoFiles(_))));
    }

    #[tokio::test]
    async fn half_a_way_to_sign_in_names_the_other_half() {
        let address = Address::parse("s3://docs").unwrap();
        let environment = [("AWS_ACCESS_KEY_ID".to_owned(), "x".to_owned())].into();
        let text = open(&address, &environment).await.err().unwrap().to_string();
        assert!(text.contains("AWS_SECRET_ACCESS_KEY is missing"), "{text}");
        let text =
            open(&Address::parse("gs://docs").unwrap(), &Environment::new()).await.err().unwrap().to_string();
        assert!(text.contains("GOOGLE_APPLICATION_CREDENTIALS"), "{text}");
    }
}
