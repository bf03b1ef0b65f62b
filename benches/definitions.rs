//! How fast definitions are read, loaded and bundled, beside the plain libraries in the same run. See `README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a bench is no product"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use preview::bench;

/// A definition of so many resources: five operations, a schema with thirty properties and an example each.
fn generated(resources: usize) -> String {
    let mut text = String::from("openapi: 3.0.3\ninfo:\n  title: Generated\n  version: 1.0.0\npaths:\n");
    for number in 0..resources {
        let _ = write!(
            text,
            "  /things{number}/{{id}}:\n    parameters:\n      - name: id\n        in: path\n        required: true\n        schema:\n          type: string\n"
        );
        for method in ["get", "put", "post", "patch", "delete"] {
            let _ = write!(
                text,
                "    {method}:\n      operationId: {method}Thing{number}\n      summary: Does {method} to thing {number}, é\n      description: |\n        A text of some lines, as descriptions are.\n\n        It has `code`, a [link](https://example.com) and {number}.\n      tags: [things, \"more things\"]\n      responses:\n        '200':\n          description: The thing\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Thing{number}'\n        '404':\n          description: \"No such \\\"thing\\\"\"\n"
            );
        }
    }
    text.push_str("components:\n  schemas:\n");
    for number in 0..resources {
        let _ = write!(
            text,
            "    Thing{number}:\n      type: object\n      required: [p0, p1]\n      properties:\n"
        );
        for property in 0..30 {
            let _ = write!(
                text,
                "        p{property}:\n          type: string\n          maxLength: {}\n          description: Property {property} of it\n",
                property * 7
            );
        }
        let _ = write!(
            text,
            "        next:\n          $ref: '#/components/schemas/Thing{}'\n",
            (number + 1) % resources
        );
    }
    text
}

/// Schemas that all refer to one another.
fn dense(count: usize) -> String {
    let mut text =
        String::from("openapi: 3.1.0\ninfo: {title: Dense, version: '1'}\ncomponents:\n  schemas:\n");
    for number in 0..count {
        let _ = writeln!(text, "    S{number}:\n      properties:");
        for other in 0..count {
            let _ = writeln!(text, "        p{other}: {{$ref: '#/components/schemas/S{other}'}}");
        }
    }
    text
}

fn circle(count: usize) -> String {
    let mut text =
        String::from("openapi: 3.1.0\ninfo: {title: Circle, version: '1'}\ncomponents:\n  schemas:\n");
    for number in 0..count {
        let next = (number + 1) % count;
        let _ = writeln!(
            text,
            "    S{number}: {{properties: {{next: {{$ref: '#/components/schemas/S{next}'}}}}}}"
        );
    }
    text
}

fn json_of(yaml: &str) -> String {
    serde_json::to_string_pretty(&serde_yaml::from_str::<serde_json::Value>(yaml).unwrap()).unwrap()
}

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("PREVIEW_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("real definitions are SKIPPED: set PREVIEW_CORPUS to their folder");
    }
    folder
}

fn texts(ending: &str) -> Vec<(String, String)> {
    let yaml = generated(600);
    let mut texts = vec![("generated".to_owned(), if ending == "json" { json_of(&yaml) } else { yaml })];
    if ending == "yaml" {
        texts.push(("generated, ten times".to_owned(), generated(6_000)));
    }
    for (name, path) in [("stripe", "large/stripe/spec3"), ("github", "large/github/api.github.com")] {
        let file = corpus().map(|corpus| corpus.join(format!("{path}.{ending}")));
        texts.extend(
            file.and_then(|file| std::fs::read_to_string(file).ok()).map(|text| (name.to_owned(), text)),
        );
    }
    texts
}

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read JSON");
    for (name, text) in texts("json") {
        tell(&name, bench::read("a.json", text.clone()));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("ours, with spans", &name), |bencher| {
            bencher.iter(|| bench::read("a.json", black_box(text.clone())));
        });
        group.bench_function(BenchmarkId::new("serde_json::Value", &name), |bencher| {
            bencher.iter(|| serde_json::from_str::<serde_json::Value>(black_box(&text.clone())).unwrap());
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("read YAML");
    for (name, text) in texts("yaml") {
        tell(&name, bench::read("a.yaml", text.clone()));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("ours, with spans", &name), |bencher| {
            bencher.iter(|| bench::read("a.yaml", black_box(text.clone())));
        });
        group.bench_function(BenchmarkId::new("serde_yaml::Value", &name), |bencher| {
            bencher.iter(|| serde_yaml::from_str::<serde_yaml::Value>(black_box(&text.clone())).unwrap());
        });
    }
    group.finish();
}

fn tell(name: &str, read: bench::Read) {
    let ratio = read.memory as f64 / read.text as f64;
    eprintln!(
        "{name}: {} values, {} bytes of text, {ratio:.2} bytes in memory a byte",
        read.values, read.text
    );
}

fn loading(criterion: &mut Criterion) {
    let Some(corpus) = corpus() else { return };
    let (folder, entry) = (corpus.join("multi/digitalocean"), "DigitalOcean-public.v2.yaml");
    let folder: &Path = &folder;
    let bundle = bench::bundle_folder(folder, entry).unwrap();
    let mut group = criterion.benchmark_group("load DigitalOcean");
    tell("its files", bench::load_folder(folder, entry).unwrap());
    tell("its bundle", bench::load_text("bundle.yaml", &bundle).unwrap());
    group.bench_function("its files", |bencher| bencher.iter(|| bench::load_folder(folder, entry).unwrap()));
    group.bench_function("its bundle", |bencher| {
        bencher.iter(|| bench::load_text("bundle.yaml", &bundle).unwrap());
    });
    group.bench_function("bundling its files", |bencher| {
        bencher.iter(|| bench::bundle_folder(folder, entry).unwrap());
    });
    group.finish();
}

fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth");
    for factor in [1, 2, 4, 8] {
        let text = generated(factor * 100);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("load", factor), |bencher| {
            bencher.iter(|| bench::load_text("a.yaml", &text).unwrap());
        });
        group.bench_function(BenchmarkId::new("bundle", factor), |bencher| {
            bencher.iter(|| bench::bundle_text("a.yaml", &text).unwrap());
        });
    }
    for (name, text) in [("dense", dense(100)), ("circle", circle(10_000))] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(BenchmarkId::new("load and follow", name), |bencher| {
            bencher.iter(|| bench::follow_all("a.yaml", &text).unwrap());
        });
        group.bench_function(BenchmarkId::new("bundle", name), |bencher| {
            bencher.iter(|| bench::bundle_text("a.yaml", &text).unwrap());
        });
    }
    group.finish();
}

/// The pages of whole APIs, on one thread: what a build does beside reading, checking and writing.
/// The CPU time of this process: what else the machine does has less of a part in it.
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap())
}

fn rendering(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("render");
    group.sample_size(10);
    let real = ["large/stripe/spec3.json", "large/github/api.github.com.json"];
    let real = corpus().into_iter().flat_map(|corpus| real.map(|path| corpus.join(path)));
    let mut texts: Vec<(String, String)> = real
        .map(|path| {
            (
                path.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    texts.extend([1, 2, 4].map(|factor| (format!("generated-{factor}.yaml"), generated(factor * 50))));
    for (name, text) in &texts {
        let rendered = bench::render_text(name, text, 1, cpu_time).unwrap();
        eprintln!(
            "{name}: {} operations, {} files, {} bytes, {:.2} ms an operation",
            rendered.operations,
            rendered.files,
            rendered.bytes,
            rendered.time.as_secs_f64() * 1e3 / rendered.operations as f64
        );
        group.throughput(Throughput::Bytes(rendered.bytes));
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|times| bench::render_text(name, text, times, cpu_time).unwrap().time);
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = reading, loading, growth, rendering
}
criterion_main!(benches);
