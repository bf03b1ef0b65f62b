//! The Marketplace extension: its manifests agree with each other and with the crate, and its launcher hands inputs and
//! credentials to the binary. The launcher runs for real under Node, with a stand-in for the binary.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("extension")
}

fn json(path: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(path)).unwrap()).unwrap()
}

#[test]
fn manifests_agree_with_the_crate() {
    let extension = json("vss-extension.json");
    let task = json("preview/task.json");
    let part = |name: &str| task["version"][name].as_u64().unwrap();
    let version = format!("{}.{}.{}", part("Major"), part("Minor"), part("Patch"));
    assert_eq!(extension["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    assert_eq!(extension["contributions"][0]["properties"]["name"], "preview");
    for path in [&extension["icons"]["default"], &extension["content"]["details"]["path"]] {
        assert!(folder().join(path.as_str().unwrap()).is_file(), "{path} is missing");
    }
    assert!(
        folder().join("preview").join(task["execution"]["Node20_1"]["target"].as_str().unwrap()).is_file()
    );
}

#[test]
fn every_input_is_explained_and_read() {
    let overview = fs::read_to_string(folder().join("overview.md")).unwrap();
    let launcher = fs::read_to_string(folder().join("preview/index.js")).unwrap();
    for input in json("preview/task.json")["inputs"].as_array().unwrap() {
        let name = input["name"].as_str().unwrap();
        assert!(overview.contains(&format!("| `{name}` |")), "overview.md does not explain `{name}`");
        assert!(launcher.contains(&format!("input(\"{name}\")")), "index.js does not read `{name}`");
    }
    for output in json("preview/task.json")["outputVariables"].as_array().unwrap() {
        assert!(overview.contains(&format!("`{}`", output["name"].as_str().unwrap())));
    }
}

#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
mod launcher {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;
    use std::process::{Command, Output};
    use std::thread;

    use tempfile::TempDir;

    use super::*;

    /// Prints what it was given, and leaves as it is told.
    const STAND_IN: &str = "#!/bin/sh\nfor word in \"$@\"; do echo \"word=$word\"; done\n\
        echo \"token=$SYSTEM_ACCESSTOKEN client=$AZURE_CLIENT_ID tenant=$AZURE_TENANT_ID secret=$AZURE_CLIENT_SECRET\"\n\
        if [ -n \"$AZURE_FEDERATED_TOKEN_FILE\" ]; then\n\
        echo \"id=$(cat \"$AZURE_FEDERATED_TOKEN_FILE\") mode=$(stat -c %a \"$AZURE_FEDERATED_TOKEN_FILE\")\"\nfi\n\
        exit \"${STAND_IN_CODE:-0}\"\n";

    struct Agent {
        home: TempDir,
    }

    impl Agent {
        fn new() -> Agent {
            let home = tempfile::tempdir().unwrap();
            let binary = home.path().join("task/bin/linux-x64/preview");
            fs::create_dir_all(binary.parent().unwrap()).unwrap();
            fs::create_dir(home.path().join("temporary")).unwrap();
            fs::write(binary, STAND_IN).unwrap();
            fs::copy(folder().join("preview/index.js"), home.path().join("task/index.js")).unwrap();
            Agent { home }
        }

        /// Runs the task as the agent does; `None` where there is no Node.
        fn run(&self, environment: &[(&str, &str)]) -> Option<Output> {
            let path = std::env::var_os("PATH").unwrap();
            let mut command = Command::new("node");
            command.arg(self.home.path().join("task/index.js")).env_clear().env("PATH", path);
            command.env("AGENT_TEMPDIRECTORY", self.home.path().join("temporary"));
            command.env("ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN", "job-token");
            match command.envs(environment.iter().copied()).output() {
                Ok(output) => Some(output),
                Err(_) => {
                    println!("SKIPPED: no Node on this machine");
                    None
                }
            }
        }

        /// Nothing of a secret stays behind on the agent.
        fn assert_left_clean(&self) {
            let left = fs::read_dir(self.home.path().join("temporary")).unwrap().count();
            assert_eq!(left, 0, "files stay behind in the agent's temporary folder");
        }
    }

    fn text(output: &Output) -> String {
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    #[test]
    fn hands_over_inputs_and_token() {
        let agent = Agent::new();
        let inputs = [
            ("INPUT_ROOT", "/work dir/s"),
            ("INPUT_FAILON", "warning"),
            ("INPUT_NEWONLY", "True"),
            ("INPUT_ARGUMENTS", "--timings  --max-warnings 3"),
            ("INPUT_APIS", "orders api\n--hostile\n"),
        ];
        let Some(output) = agent.run(&inputs) else { return };
        let words: Vec<String> =
            text(&output).lines().filter_map(|line| line.strip_prefix("word=").map(str::to_owned)).collect();
        let expected = "run|--root|/work dir/s|--fail-on|warning|--new-only|--timings|--max-warnings|3|--|orders api|--hostile";
        assert_eq!(words.join("|"), expected);
        assert!(text(&output).contains("token=job-token client= "), "{}", text(&output));
        assert_eq!(output.status.code(), Some(0));
        agent.assert_left_clean();
    }

    #[test]
    fn leaves_with_the_exit_code_and_fails_the_step() {
        let agent = Agent::new();
        let Some(output) = agent.run(&[("STAND_IN_CODE", "1")]) else { return };
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output).contains("##vso[task.complete result=Failed;]A definition does not pass"));
        let output = agent.run(&[("STAND_IN_CODE", "3")]).unwrap();
        assert_eq!(output.status.code(), Some(3));
    }

    #[test]
    fn exchanges_nothing_for_a_connection_with_a_secret() {
        let agent = Agent::new();
        let connection = [
            ("INPUT_AZURESUBSCRIPTION", "c0ffee"),
            ("ENDPOINT_AUTH_SCHEME_c0ffee", "ServicePrincipal"),
            ("ENDPOINT_AUTH_PARAMETER_c0ffee_SERVICEPRINCIPALID", "client"),
            ("ENDPOINT_AUTH_PARAMETER_c0ffee_SERVICEPRINCIPALKEY", "key"),
            ("ENDPOINT_AUTH_PARAMETER_c0ffee_TENANTID", "tenant"),
        ];
        let Some(output) = agent.run(&connection) else { return };
        assert!(text(&output).contains("client=client tenant=tenant secret=key"), "{}", text(&output));
    }

    /// Answers one request with `answer` and returns what was asked.
    fn answer_once(content_type: &str, answer: &str) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/oidctoken", listener.local_addr().unwrap());
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n");
        let reply = format!("{head}Content-Length: {}\r\n\r\n{answer}", answer.len());
        let asked = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut request = String::new();
            while !request.ends_with("\r\n\r\n") {
                assert!(reader.read_line(&mut request).unwrap() > 0);
            }
            stream.write_all(reply.as_bytes()).unwrap();
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = stream.read(&mut [0; 16]);
            request
        });
        (address, asked)
    }

    fn federated(address: &str) -> Vec<(&str, &str)> {
        vec![
            ("INPUT_AZURESUBSCRIPTION", "c0ffee"),
            ("SYSTEM_OIDCREQUESTURI", address),
            ("ENDPOINT_AUTH_SCHEME_C0FFEE", "WorkloadIdentityFederation"),
            ("ENDPOINT_AUTH_PARAMETER_C0FFEE_SERVICEPRINCIPALID", "client"),
            ("ENDPOINT_AUTH_PARAMETER_C0FFEE_TENANTID", "tenant"),
        ]
    }

    #[test]
    fn fetches_an_id_token_for_a_federated_connection() {
        let agent = Agent::new();
        if agent.run(&[]).is_none() {
            return;
        }
        let (address, asked) = answer_once("application/json", r#"{"oidcToken":"a.b.c"}"#);
        let output = agent.run(&federated(&address)).unwrap();
        assert!(text(&output).contains("id=a.b.c mode=600"), "{}", text(&output));
        let request = asked.join().unwrap();
        assert!(
            request.starts_with("POST /oidctoken?api-version=7.1&serviceConnectionId=c0ffee "),
            "{request}"
        );
        assert!(request.to_lowercase().contains("authorization: bearer job-token"), "{request}");
        agent.assert_left_clean();
    }

    #[test]
    fn says_when_there_is_no_id_token() {
        let agent = Agent::new();
        if agent.run(&[]).is_none() {
            return;
        }
        let (address, asked) = answer_once("text/html", "<html>sign in</html>");
        let output = agent.run(&federated(&address)).unwrap();
        asked.join().unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert!(text(&output).contains("task.logissue type=error"), "{}", text(&output));
        assert!(!text(&output).contains("job-token"));
        agent.assert_left_clean();
    }
}
