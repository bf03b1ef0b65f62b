//! Publications over a network that fails.

use std::sync::Arc;

use crate::publish::{Address, Environment, Failure, Limits, Place, PublishError, open, publish};
use crate::record::Subject;

use super::azurite::{ACCOUNT, Azurite};
use super::proxy::{Fault, Proxy};
use super::reader::{follow, pages, publish_build, record, site};

async fn through(proxy: &Proxy) -> Arc<dyn Place> {
    let environment: Environment = [
        ("AZURE_STORAGE_USE_EMULATOR".to_owned(), "true".to_owned()),
        ("AZURITE_BLOB_STORAGE_URL".to_owned(), proxy.url.clone()),
    ]
    .into();
    open(&Address::parse(&format!("az://{ACCOUNT}/$web")).unwrap(), &environment).await.unwrap().place
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_passing_fault_is_survived() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    let proxy = Proxy::start(&azurite.url, |number, _| match number % 9 {
        1 => Fault::InternalError,
        3 => Fault::Reset,
        5 => Fault::WrongMd5,
        7 => Fault::Slow,
        8 if number < 30 => Fault::Busy,
        _ => Fault::None,
    })
    .await;
    let place = through(&proxy).await;
    let subject = Subject::PullRequest(17);
    let record = record(1);
    let published =
        publish(Arc::clone(&place), site(1, 40), &record, Some(&subject), pages(), Limits::default());
    assert_eq!(published.await.unwrap().totals.stored, 42);
    for fault in [Fault::InternalError, Fault::Reset, Fault::WrongMd5, Fault::Slow, Fault::Busy] {
        assert!(proxy.made(fault) > 0, "{fault:?} was not tried");
    }
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_that_is_taken_away_is_told_and_the_next_run_goes_on() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    let open_proxy = Proxy::start(&azurite.url, |_, _| Fault::None).await;
    let place = through(&open_proxy).await;
    publish_build(&place, 1).await.unwrap();

    let taken = Proxy::start(&azurite.url, |number, method| match method {
        "PUT" if number > 12 => Fault::Forbidden("AuthorizationPermissionMismatch"),
        _ => Fault::None,
    })
    .await;
    let error = publish_build(&through(&taken).await, 2).await.unwrap_err();
    let text = error.to_string();
    let PublishError::Place(error) = error else { panic!("{text}") };
    assert_eq!(error.failure, Failure::NoPermission);
    assert!(
        text.contains("Storage Blob Data Contributor") && text.contains("the emulator's public key"),
        "{text}"
    );
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("1"));

    let again = publish_build(&place, 2).await.unwrap();
    assert!(again.totals.skipped > 0, "{:?}", again.totals);
    assert_eq!(follow(place.as_ref()).await.as_deref(), Some("2"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repetition_asks_no_more_for_more_files() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    let mut requests = Vec::new();
    for (id, pages_of_site) in [(1, 5), (2, 60)] {
        let subject = Subject::PullRequest(17);
        let record = record(id);
        let run = |place| {
            publish(place, site(id, pages_of_site), &record, Some(&subject), pages(), Limits::default())
        };
        let first = Proxy::start(&azurite.url, |_, _| Fault::None).await;
        run(through(&first).await).await.unwrap();
        let second = Proxy::start(&azurite.url, |_, _| Fault::None).await;
        let totals = run(through(&second).await).await.unwrap().totals;
        assert_eq!(totals.stored, 0);
        requests.push(second.made(Fault::None));
    }
    assert_eq!(requests[0], requests[1]);
    assert!(requests[0] < 20, "{requests:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_server_is_told_in_time() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let environment: Environment = [
        ("AZURE_STORAGE_USE_EMULATOR".to_owned(), "true".to_owned()),
        ("AZURITE_BLOB_STORAGE_URL".to_owned(), url),
    ]
    .into();
    let address = Address::parse(&format!("az://{ACCOUNT}/$web")).unwrap();
    let place = open(&address, &environment).await.unwrap().place;
    let error = place.list("orders").await.unwrap_err();
    assert_eq!(error.failure, Failure::Unreachable, "{error}");
    assert!(error.to_string().contains("HTTPS_PROXY"), "{error}");
}
