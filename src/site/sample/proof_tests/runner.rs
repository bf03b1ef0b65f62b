//! How the samples of each language are run: all of them by one program, each as it is printed.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// What every file that samples send holds: bytes that are no text.
pub(super) const FILE_BYTES: &[u8] = b"\x00\xff\r\n--b\r\n";

/// A language that can be run.
pub(super) struct Runner {
    /// The client's name in the configuration.
    pub(super) language: &'static str,
    /// What shows that it is installed.
    check: &'static [&'static str],
    /// Turns samples into the files of a program; gives back how it is run.
    write: fn(&[String], &Path) -> Vec<String>,
}

pub(super) const RUNNERS: &[Runner] = &[
    Runner { language: "curl", check: &["curl", "--version"], write: shell },
    Runner { language: "javascript", check: &["node", "--version"], write: javascript },
    Runner { language: "python", check: &["python3", "-c", "import requests"], write: python },
    Runner { language: "go", check: &["go", "version"], write: go },
    Runner { language: "java", check: &["java", "-version"], write: java },
    Runner { language: "php", check: &["php", "-r", "new CURLFile('x');"], write: php },
    Runner { language: "ruby", check: &["ruby", "--version"], write: ruby },
];

impl Runner {
    pub(super) fn is_installed(&self) -> bool {
        Command::new(self.check[0])
            .args(&self.check[1..])
            .output()
            .is_ok_and(|output| output.status.success())
    }

    /// Runs all samples beside files of these names; gives back what was said.
    pub(super) fn run(&self, samples: &[String], files: &[String]) -> String {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path(), "file", FILE_BYTES);
        files.iter().for_each(|name| put(folder.path(), name, FILE_BYTES));
        let command = (self.write)(samples, folder.path());
        let mut process = Command::new(&command[0]);
        process.args(&command[1..]).current_dir(folder.path());
        for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"] {
            process.env_remove(name);
        }
        let output = process
            .envs([("TOKEN", "YOUR_TOKEN"), ("USERNAME", "USERNAME"), ("PASSWORD", "PASSWORD")])
            .envs([("GO111MODULE", "off"), ("GOFLAGS", "")])
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(4_000).collect::<String>();
        format!("{}{}", text(&output.stdout), text(&output.stderr))
    }
}

#[expect(clippy::disallowed_methods, reason = "half a file in a folder of a test is in nobody's way")]
fn put(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).unwrap();
}

/// Each sample in a file, and one line for each in a file that runs them.
fn each(samples: &[String], folder: &Path, names: (&str, &str), line: fn(usize) -> String) -> Vec<String> {
    let (extension, program) = names;
    let mut main = String::new();
    for (number, sample) in samples.iter().enumerate() {
        put(folder, &format!("sample{number}.{extension}"), sample.as_bytes());
        writeln!(main, "{}", line(number)).unwrap();
    }
    let name = format!("main.{extension}");
    put(folder, &name, main.as_bytes());
    vec![program.to_owned(), name]
}

fn shell(samples: &[String], folder: &Path) -> Vec<String> {
    let command = each(samples, folder, ("sh", "bash"), |number| format!("bash sample{number}.sh"));
    // A body of many lines stands in the next tab of the page, and here in a file.
    let lines: Vec<String> = (0..63).map(|number| number.to_string()).collect();
    put(folder, "body.json", format!("[{}]", lines.join(",\n")).as_bytes());
    command
}

fn javascript(samples: &[String], folder: &Path) -> Vec<String> {
    // In a browser the file comes from its user.
    let given =
        "import { readFileSync } from 'node:fs';\nglobalThis.file = new Blob([readFileSync('file')]);\n";
    let command = each(samples, folder, ("mjs", "node"), |number| {
        format!("await import('./sample{number}.mjs').catch((error) => console.error({number}, error));")
    });
    let main = std::fs::read_to_string(folder.join("main.mjs")).unwrap();
    put(folder, "main.mjs", format!("{given}{main}").as_bytes());
    command
}

fn python(samples: &[String], folder: &Path) -> Vec<String> {
    let command = each(samples, folder, ("py", "python3"), |number| format!("run({number})"));
    let given = "import runpy, traceback\ndef run(number):\n    try:\n        \
                 runpy.run_path(f'sample{number}.py')\n    except Exception:\n        traceback.print_exc()\n";
    let main = std::fs::read_to_string(folder.join("main.py")).unwrap();
    put(folder, "main.py", format!("{given}{main}").as_bytes());
    command
}

fn php(samples: &[String], folder: &Path) -> Vec<String> {
    let tagged: Vec<String> = samples.iter().map(|sample| format!("<?php\n{sample}\n")).collect();
    each(&tagged, folder, ("php", "php"), |number| {
        let start = if number == 0 { "<?php\n" } else { "" };
        format!("{start}include 'sample{number}.php';")
    })
}

fn ruby(samples: &[String], folder: &Path) -> Vec<String> {
    each(samples, folder, ("rb", "ruby"), |number| {
        format!(
            "begin; load './sample{number}.rb'; rescue StandardError, SyntaxError => e; warn e.full_message; end"
        )
    })
}

fn java(samples: &[String], folder: &Path) -> Vec<String> {
    let mut program = String::new();
    for import in ["java.net.*", "java.net.http.*", "java.nio.file.*", "java.util.*"] {
        writeln!(program, "import {import};").unwrap();
    }
    program.push_str("class Main {\n");
    let mut calls = String::new();
    for (number, sample) in samples.iter().enumerate() {
        write!(program, "static void sample{number}() throws Exception {{\n{sample}\n}}\n").unwrap();
        let call = format!("try {{ sample{number}(); }} catch (Exception e) {{ e.printStackTrace(); }}");
        writeln!(calls, "{call}").unwrap();
    }
    write!(program, "public static void main(String[] arguments) {{\n{calls}}}\n}}\n").unwrap();
    put(folder, "Main.java", program.as_bytes());
    vec!["java".to_owned(), "Main.java".to_owned()]
}

fn go(samples: &[String], folder: &Path) -> Vec<String> {
    let packages =
        ["bytes", "fmt", "io", "log", "mime/multipart", "net/http", "net/textproto", "os", "strings"];
    let mut program = String::from("package main\n\nimport (\n");
    packages.iter().for_each(|package| writeln!(program, "\t\"{package}\"").unwrap());
    program.push_str(")\n\nvar _, _, _ = bytes.NewReader, os.Open, strings.NewReader\n");
    program.push_str("var _, _ = multipart.NewWriter, textproto.MIMEHeader{}\nvar _, _, _ = fmt.Println, io.Copy, log.Fatal\n");
    let mut calls = String::new();
    for (number, sample) in samples.iter().enumerate() {
        write!(program, "func sample{number}() {{\n{sample}\n}}\n").unwrap();
        writeln!(calls, "\tsample{number}()").unwrap();
    }
    write!(program, "var _ = http.NewRequest\n\nfunc main() {{\n{calls}}}\n").unwrap();
    put(folder, "main.go", program.as_bytes());
    vec!["go".to_owned(), "run".to_owned(), "main.go".to_owned()]
}
