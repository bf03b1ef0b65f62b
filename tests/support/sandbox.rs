//! A repository in a temporary folder, and the real binary run in it as a user or a pipeline would.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that is removed when dropped.
pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Fails the test, with all that was said, when the exit code is another.
    #[track_caller]
    pub(crate) fn assert_code(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.out, self.err))
    }
}

impl Sandbox {
    /// A folder with files, no repository.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let sandbox = Sandbox { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            sandbox.write(path, text);
        }
        sandbox
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, with its folders.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Reads a file.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// All files below a folder, relative to it, sorted, with their bytes.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        files_below(&self.path().join(folder))
    }

    /// Runs git, and gives back what it prints.
    #[track_caller]
    pub(crate) fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .args(args)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", "Ada"), ("GIT_AUTHOR_EMAIL", "ada@example.com")])
            .envs([("GIT_COMMITTER_NAME", "Ada"), ("GIT_COMMITTER_EMAIL", "ada@example.com")])
            .envs([
                ("GIT_AUTHOR_DATE", "2026-01-05T09:00:00Z"),
                ("GIT_COMMITTER_DATE", "2026-01-05T09:00:00Z"),
            ])
            .output()
            .unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Commits everything, and gives back the commit.
    #[track_caller]
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// A repository as the pipeline checks out a pull request: `base` is committed on `main`, `head` on a branch (a text
    /// of `None` removes the file), and a merge of both is checked out. Gives back the author's commit.
    pub(crate) fn pull_request(base: &[(&str, &str)], head: &[(&str, Option<&str>)]) -> (Self, String) {
        let sandbox = Sandbox::new(base);
        sandbox.git(&["init", "--quiet", "--initial-branch", "main"]);
        sandbox.commit("base");
        sandbox.git(&["checkout", "--quiet", "-b", "feature"]);
        for (path, text) in head {
            match text {
                Some(text) => sandbox.write(path, text),
                None => std::fs::remove_file(sandbox.path().join(path)).unwrap(),
            }
        }
        let commit = sandbox.commit("head");
        sandbox.git(&["checkout", "--quiet", "--detach", "main"]);
        sandbox.git(&["merge", "--quiet", "--no-ff", "--message", "Merge pull request 17", "feature"]);
        (sandbox, commit)
    }

    /// A clone of one commit, the one that is checked out, as pipelines make it by default.
    pub(crate) fn shallow(&self) -> Self {
        let commit = self.git(&["rev-parse", "HEAD"]);
        let shallow = Sandbox::new(&[]);
        shallow.git(&["init", "--quiet"]);
        let origin = format!("file://{}", self.path().display());
        shallow.git(&["fetch", "--quiet", "--depth", "1", &origin, &commit]);
        shallow.git(&["checkout", "--quiet", "FETCH_HEAD"]);
        shallow
    }

    /// Runs the binary without any variable but those given, and a fixed clock.
    pub(crate) fn run(&self, args: &[&str], variables: &[(&str, &str)]) -> Ran {
        self.run_in("", args, variables)
    }

    /// The same in a folder of the sandbox.
    pub(crate) fn run_in(&self, folder: &str, args: &[&str], variables: &[(&str, &str)]) -> Ran {
        let output = self.command(folder, args, variables).output().unwrap();
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What these run, for tests that start, watch or kill it themselves.
    pub(crate) fn command(&self, folder: &str, args: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(binary());
        command.args(args).current_dir(self.path().join(folder)).env_clear();
        for name in ["PATH", "HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR", "SYSTEMROOT"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("SOURCE_DATE_EPOCH", "1767605400").envs(variables.iter().copied());
        command
    }
}

/// The program under test.
pub(crate) fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_preview")
}

/// All files below a folder, relative to it with `/`, sorted, with their bytes.
pub(crate) fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in
            std::fs::read_dir(&current).unwrap_or_else(|error| panic!("{}: {error}", current.display()))
        {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let relative = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((relative, std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
