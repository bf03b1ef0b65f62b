//! The way from the threads that render to the task that stores: as many files as there is room for, counted in bytes.
//! Rendering waits for a slow place, and never for one that has failed.

use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::site::SiteFile;

/// A queue with room for so many bytes.
pub(super) fn queue(handle: Handle, room: u32) -> (Giver, Taker) {
    let (sender, receiver) = unbounded_channel();
    let semaphore = Arc::new(Semaphore::new(room as usize));
    let taker = Taker { receiver, room: Arc::clone(&semaphore), held: None };
    (Giver { sender, room: semaphore, most: room, handle }, taker)
}

/// The end at which files go in.
pub(super) struct Giver {
    sender: UnboundedSender<Waiting>,
    room: Arc<Semaphore>,
    /// All the room that there is.
    most: u32,
    handle: Handle,
}

/// A file that waits, with the room that it takes.
struct Waiting {
    file: SiteFile,
    room: OwnedSemaphorePermit,
}

impl Giver {
    /// Waits until there is room for the file, on a thread that serves no network. When nobody takes files any more it
    /// is dropped.
    pub(super) fn give(&self, file: SiteFile) {
        // A file that is larger than all the room waits until it is alone.
        let wanted = u32::try_from(file.bytes.len()).unwrap_or(self.most).min(self.most);
        let room = self.handle.block_on(Arc::clone(&self.room).acquire_many_owned(wanted));
        if let Ok(room) = room {
            let _ = self.sender.send(Waiting { file, room });
        }
    }
}

/// The end at which files come out.
pub(super) struct Taker {
    receiver: UnboundedReceiver<Waiting>,
    room: Arc<Semaphore>,
    /// The room of the file that was taken last: it is in work until the next one is asked for.
    held: Option<OwnedSemaphorePermit>,
}

impl Taker {
    /// The next file; `None` when there will be none.
    pub(super) async fn next(&mut self) -> Option<SiteFile> {
        self.held = None;
        let Waiting { file, room } = self.receiver.recv().await?;
        self.held = Some(room);
        Some(file)
    }
}

impl Drop for Taker {
    /// Lets nobody wait for what will not be taken.
    fn drop(&mut self) {
        self.room.close();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;

    use super::*;

    fn file(size: usize) -> SiteFile {
        SiteFile { path: "x".to_owned(), bytes: Bytes::from(vec![b'x'; size]) }
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
    }

    /// Gives files of these sizes on a thread; the number of those given so far comes out.
    fn giving(giver: Giver, sizes: Vec<usize>) -> std::sync::mpsc::Receiver<usize> {
        let (told, listener) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for (number, size) in sizes.into_iter().enumerate() {
                giver.give(file(size));
                told.send(number + 1).unwrap();
            }
        });
        listener
    }

    #[test]
    fn whoever_gives_waits_for_room() {
        let runtime = runtime();
        let (giver, mut taker) = queue(runtime.handle().clone(), 100);
        let given = giving(giver, vec![60, 40, 1, 1000]);
        assert_eq!([given.recv().unwrap(), given.recv().unwrap()], [1, 2]);
        let waits =
            |given: &std::sync::mpsc::Receiver<usize>| given.recv_timeout(Duration::from_millis(50)).is_err();
        assert!(waits(&given), "there is no room");
        let mut next = || runtime.block_on(taker.next()).map(|file| file.bytes.len());
        assert_eq!(next(), Some(60));
        assert!(waits(&given), "the file is still in work");
        assert_eq!(next(), Some(40));
        assert_eq!(given.recv().unwrap(), 3);
        assert!(waits(&given), "a large file waits until it is alone");
        assert_eq!([next(), next(), next(), next()], [Some(1), Some(1000), None, None]);
        assert_eq!(given.recv().unwrap(), 4);
    }

    #[test]
    fn nobody_waits_for_a_place_that_has_failed() {
        let runtime = runtime();
        let (giver, taker) = queue(runtime.handle().clone(), 10);
        let given = giving(giver, vec![10, 10, 10]);
        assert_eq!(given.recv().unwrap(), 1);
        drop(taker);
        assert_eq!([given.recv().unwrap(), given.recv().unwrap()], [2, 3]);
    }
}
