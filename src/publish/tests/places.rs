//! The places that the suite runs against.

use std::sync::Arc;

use crate::publish::refusal::Cloud;
use crate::publish::store::Container;
use crate::publish::{Address, Environment, Folder, Place, open};

use super::azurite::{ACCOUNT, Azurite};
use super::moto::Moto;
use super::suite;

/// A cloud's container in memory.
pub(super) fn memory() -> Arc<dyn Place> {
    let store = Arc::new(object_store::memory::InMemory::new());
    let made = Container::new(store, Cloud::Azure, "team/previews", "memory".to_owned(), "nobody".to_owned());
    Arc::new(made.unwrap())
}

/// Opens `address` in a running emulator.
async fn azure(azurite: &Azurite, address: &str) -> Arc<dyn Place> {
    let environment: Environment = azurite.environment().into_iter().collect();
    open(&Address::parse(address).unwrap(), &environment).await.unwrap().place
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_memory() {
    for case in suite::CASES {
        case(memory()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn folder() {
    for case in suite::CASES {
        let folder = tempfile::tempdir().unwrap();
        case(Arc::new(Folder::new(folder.path()))).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn azure_blob_storage() {
    let Some(azurite) = Azurite::start(&["$web", "previews"]).await else { return };
    for (number, case) in suite::CASES.iter().enumerate() {
        case(azure(&azurite, &format!("az://{ACCOUNT}/$web/case-{number}")).await).await;
        case(azure(&azurite, &format!("az://{ACCOUNT}/previews/team/case-{number}")).await).await;
    }
    let root = azure(&azurite, &format!("az://{ACCOUNT}/previews")).await;
    suite::CASES[0](root).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn azure_refusals_name_the_next_step() {
    let Some(azurite) = Azurite::start(&[]).await else { return };
    let missing = azure(&azurite, &format!("az://{ACCOUNT}/$web")).await;
    let error = missing.list("orders").await.unwrap_err().to_string();
    assert!(error.contains("static website") && error.contains("az://devstoreaccount1/$web"), "{error}");

    let mut environment: Environment = azurite.environment().into_iter().collect();
    environment.insert("AZURE_STORAGE_KEY".to_owned(), "QUFB".repeat(22));
    let address = Address::parse(&format!("az://{ACCOUNT}/$web")).unwrap();
    let wrong = open(&address, &environment).await.unwrap().place;
    let error = wrong.list("orders").await.unwrap_err().to_string();
    assert!(error.contains("the account key in AZURE_STORAGE_KEY") && !error.contains("QUFB"), "{error}");
    assert!(error.contains("clock") || error.contains("firewall"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn amazon_s3() {
    let Some(moto) = Moto::start(&["previews"]).await else { return };
    let environment: Environment = moto.environment().into_iter().collect();
    for (number, case) in suite::CASES.iter().enumerate() {
        let address = Address::parse(&format!("s3://previews/team/case-{number}")).unwrap();
        case(open(&address, &environment).await.unwrap().place).await;
    }
    let missing = open(&Address::parse("s3://not-there").unwrap(), &environment).await.unwrap().place;
    let error = missing.list("orders").await.unwrap_err().to_string();
    assert!(error.contains("Create the bucket") && error.contains("AWS_ACCESS_KEY_ID"), "{error}");
}
