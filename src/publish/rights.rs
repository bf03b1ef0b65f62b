//! What the identity may do in a place, tried one right after the other, and whether readers get to see it.

use std::sync::Arc;

use bytes::Bytes;
use url::Url;

use crate::http::{Auth, Cause, Client, Expect, Limits, Request, Settings};

use super::address::PublicUrl;
use super::error::PlaceError;
use super::place::{Condition, Object, Place, Put, Upload};

/// The rights that a publication and a prune need, in the order in which they are tried.
pub(crate) const RIGHTS: [&str; 5] = ["list", "create", "read", "replace", "delete"];

/// A right that is missing.
#[derive(Debug)]
pub(crate) struct Missing {
    /// One of [`RIGHTS`].
    pub(crate) right: &'static str,
    /// What the place said.
    pub(crate) error: PlaceError,
}

/// What a reader without any credentials got for a file that was just stored.
#[derive(Debug)]
pub(crate) enum ReaderSaw {
    /// The file.
    TheFile(String),
    /// A page to sign in, or a refusal that asks for it.
    SignIn(String),
    /// Nothing, with the server's words.
    Nothing(String, String),
    /// The address cannot be reached from here.
    Unreachable(String, String),
}

/// Tries every right with a small file, which is removed again; `public` is where readers find it.
///
/// # Errors
/// The first right that is missing.
pub(crate) async fn try_rights(
    place: &Arc<dyn Place>,
    name: &str,
    public: Option<&PublicUrl>,
) -> Result<Option<ReaderSaw>, Missing> {
    let path = format!("preview-doctor-{name}.txt");
    let missing = |right: &'static str| move |error| Missing { right, error };
    let upload = |text: &'static str| Upload::replaceable(&path, Bytes::from_static(text.as_bytes()));
    place.list("preview-doctor").await.map_err(missing("list"))?;
    place.put(upload("made"), Condition::Absent).await.map_err(missing("create"))?;
    let result = async {
        let read = place.get(&path).await.map_err(missing("read"))?;
        let condition = Object::condition(read.as_ref());
        let put = place.put(upload("by `preview doctor`"), condition).await.map_err(missing("replace"))?;
        debug_assert!(put == Put::Stored, "nobody else writes this file");
        Ok(match public {
            Some(public) => Some(look(&public.join(&path)).await),
            None => None,
        })
    };
    let result = result.await;
    let deleted = place.delete(vec![path.clone()]).await.map_err(missing("delete"));
    let saw = result?;
    deleted.map(|()| saw)
}

/// Reads an address as anybody would.
async fn look(address: &str) -> ReaderSaw {
    let Ok(url) = Url::parse(address) else {
        return ReaderSaw::Nothing(address.to_owned(), "it is no address".to_owned());
    };
    if url.scheme() == "file" {
        return ReaderSaw::TheFile(address.to_owned());
    }
    let client = Client::new(Settings {
        user_agent: concat!("preview/", env!("CARGO_PKG_VERSION")).to_owned(),
        auth: Auth::Anonymous,
        limits: Limits::default(),
        extra_certificates: None,
        proxy: None,
    });
    let request = Request { expect: Expect::Bytes, ..Request::get(url) };
    let address = address.to_owned();
    match client.send(&request).await {
        Ok(_) => ReaderSaw::TheFile(address),
        Err(error) => match &*error.cause {
            Cause::SignIn { .. } | Cause::Refused { status: 401, .. } => ReaderSaw::SignIn(address),
            Cause::Refused { .. } | Cause::Redirected { .. } => {
                ReaderSaw::Nothing(address, error.to_string())
            }
            _ => ReaderSaw::Unreachable(address, error.to_string()),
        },
    }
}
