//! Where things stand in a place: paths only.
//!
//! ```text
//! <repository>/index.html              the builds page, with other pages that the renderer gives
//! <repository>/builds.json             the list behind it
//! <repository>/builds/<build>/…        the site of a build; preview.json last
//! <repository>/uploads/<build>.json    which files the build has, by hash; <build>/N.json while it is uploaded
//! <repository>/uploads/<build>/<parts>/  builds of several jobs: <part>.json for each part that is stored, last.json
//! <repository>/pr/<number>/            index.html, pointer.json
//! <repository>/branches/<branch>/      the same
//! ```

use crate::record::{BuildRecord, Subject};

use super::slug;

/// The record at the root of a build's site.
pub(super) const RECORD: &str = "preview.json";
/// The pointer's data, beside its page.
pub(super) const POINTER: &str = "pointer.json";

/// The folder of one repository in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    repository: String,
}

impl Layout {
    /// The folder of `repository`, which may be any name.
    pub(crate) fn new(repository: &str) -> Self {
        Layout { repository: slug::segment(repository) }
    }

    /// The repository's folder.
    pub(crate) fn root(&self) -> &str {
        &self.repository
    }

    /// A file in the repository's folder.
    pub(crate) fn file(&self, path: &str) -> String {
        format!("{}/{path}", self.repository)
    }

    /// The folder of all builds.
    pub(super) fn builds(&self) -> String {
        self.file("builds")
    }

    /// A file of a build's site.
    pub(crate) fn build_file(&self, build: &str, path: &str) -> String {
        format!("{}/builds/{build}/{path}", self.repository)
    }

    /// A build's folder.
    pub(super) fn build(&self, build: &str) -> String {
        format!("{}/builds/{build}", self.repository)
    }

    /// The list of a whole build's files.
    pub(super) fn manifest(&self, build: &str) -> String {
        format!("{}/uploads/{build}.json", self.repository)
    }

    /// The folder of the lists that are written while a build is uploaded.
    pub(super) fn journal(&self, build: &str) -> String {
        format!("{}/uploads/{build}", self.repository)
    }

    /// The folder of what the jobs of a build in `parts` parts tell each other.
    pub(super) fn parts(&self, build: &str, parts: u32) -> String {
        format!("{}/uploads/{build}/{parts}", self.repository)
    }

    /// The list behind the builds page.
    pub(super) fn index(&self) -> String {
        self.file("builds.json")
    }

    /// The folder of a subject's pointer.
    pub(crate) fn pointer(&self, subject: &Subject) -> String {
        match subject {
            Subject::PullRequest(number) => format!("{}/pr/{number}", self.repository),
            Subject::Branch(branch) => format!("{}/branches/{}", self.repository, slug::segment(branch)),
        }
    }
}

/// The folder of a build below `builds/`: its number, or for a build without one the time it began. `repeat` counts
/// from 1; a repeated build with other content stands beside the first.
pub(super) fn build_folder(record: &BuildRecord, repeat: u32) -> String {
    let first = match &record.build_id {
        Some(id) => slug::segment(id),
        None => record
            .started_at
            .to_string()
            .chars()
            .filter_map(|character| match character {
                'T' => Some('-'),
                character if character.is_ascii_digit() => Some(character),
                _ => None,
            })
            .collect(),
    };
    match repeat {
        0 | 1 => first,
        _ => format!("{first}-{repeat}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Timestamp;

    #[test]
    fn folders_of_builds() {
        let mut record = BuildRecord::new("orders", Timestamp::from_seconds(1_767_605_400));
        assert_eq!(build_folder(&record, 1), "20260105-093000");
        record.build_id = Some("4711".to_owned());
        assert_eq!(build_folder(&record, 1), "4711");
        assert_eq!(build_folder(&record, 2), "4711-2");
        record.build_id = Some("../x".to_owned());
        assert!(slug::is_segment(&build_folder(&record, 1)));
    }

    #[test]
    fn pointers_stand_two_levels_deep() {
        let layout = Layout::new("orders api");
        assert!(layout.root().starts_with("orders-api-"));
        let pull_request = layout.pointer(&Subject::PullRequest(17));
        assert!(pull_request.ends_with("/pr/17"));
        let branch = layout.pointer(&Subject::Branch("release/1.2".to_owned()));
        assert_eq!(branch.matches('/').count(), 2);
    }
}
