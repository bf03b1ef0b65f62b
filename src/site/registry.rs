//! The registry of a repository: the APIs of its published branches, with their versions and earlier builds. Made from
//! the list of builds alone.

use std::collections::BTreeSet;

use serde::Serialize;

use super::SiteFile;
use super::builds::{Count, moment, outcome, problems, problems_weight};
use super::code::value;
use super::markdown::cut;
use super::page::shell::{AssetNames, short_commit};
use super::template::{TemplateError, Templates};
use super::tree::safe_url;
use super::view::Linked;
use super::words::Words;
use crate::record::{ApiRecord, BuildEntry, BuildIndex, Subject};

/// Earlier builds of an API that are listed.
const EARLIER: usize = 50;

/// The view of `page/registry.html`.
#[derive(Debug, Clone, Serialize)]
struct RegistryPage {
    lang: &'static str,
    title: String,
    lead: String,
    assets: AssetNames,
    /// The script that filters and sorts.
    tables: String,
    branches: Vec<BranchSection>,
    tool: String,
}

/// A published branch.
#[derive(Debug, Clone, Serialize)]
struct BranchSection {
    name: String,
    rows: Vec<ApiRow>,
}

/// An API as its branch's newest build has it.
#[derive(Debug, Clone, Serialize)]
struct ApiRow {
    /// `passed` or `failed`: that of the build.
    class: &'static str,
    name: String,
    title: String,
    version: String,
    specification: String,
    /// Its first page; `None` when it could not be rendered.
    href: Option<String>,
    problems: Vec<Count>,
    problems_weight: u64,
    when: String,
    at: String,
    links: Vec<Linked>,
    earlier: Vec<Earlier>,
    earlier_label: String,
}

/// An earlier build of the same branch that had the API.
#[derive(Debug, Clone, Serialize)]
struct Earlier {
    version: String,
    when: String,
    at: String,
    /// The commit and what it was for.
    label: String,
    /// The API's page in it; `None` when it was removed.
    href: Option<String>,
}

/// The page of the published APIs, as `apis.html`.
pub(super) fn registry(
    index: &BuildIndex,
    words: &Words,
    templates: &Templates,
    (assets, tables): (&AssetNames, &str),
    version: &str,
) -> Result<SiteFile, TemplateError> {
    let newest = index.newest();
    let branches: Vec<BranchSection> = newest
        .iter()
        .filter_map(|entry| match entry.subject() {
            Some(Subject::Branch(name)) if !entry.apis.is_empty() => {
                let rows = entry.apis.iter().map(|api| row(index, &name, (entry, api), words)).collect();
                Some(BranchSection { name, rows })
            }
            _ => None,
        })
        .collect();
    let names: BTreeSet<&str> =
        branches.iter().flat_map(|branch| &branch.rows).map(|row| row.name.as_str()).collect();
    let lead = match branches.len() {
        0 => words.get("no_branch").to_owned(),
        number => words.fill(
            "on_branches",
            &[&words.count("apis", names.len()), &words.count("branches_count", number)],
        ),
    };
    let view = RegistryPage {
        lang: words.lang,
        title: words.fill("apis_of", &[&index.repository]),
        lead,
        assets: assets.clone(),
        tables: tables.to_owned(),
        branches,
        tool: words.fill("rendered_by", &[version]),
    };
    let html = templates.render("page/registry.html", &value(&view))?;
    Ok(SiteFile { path: "apis.html".to_owned(), bytes: html.into() })
}

fn row(index: &BuildIndex, branch: &str, (entry, api): (&BuildEntry, &ApiRecord), words: &Words) -> ApiRow {
    let href = page_of(entry, api);
    let mut links = Vec::new();
    if let Some(folder) = href.as_deref().and_then(|page| page.strip_suffix("/index.html")) {
        links.push(Linked::to(words.get("preview"), href.clone()));
        links.push(Linked::to(words.get("definition"), Some(format!("{folder}/openapi.yaml"))));
    }
    if let Some(url) = entry.build_url.as_deref().and_then(safe_url) {
        links.push(Linked::to(words.get("log"), Some(url)));
    }
    let earlier = earlier(index, branch, (entry, api));
    ApiRow {
        class: outcome(entry.outcome),
        name: cut(&api.name, 80),
        title: cut(&api.title, 100),
        version: cut(&api.api_version, 40),
        specification: cut(&api.specification, 40),
        href,
        problems: problems(api.problems, words),
        problems_weight: problems_weight(api.problems),
        when: moment(entry.finished_at),
        at: entry.finished_at.to_string(),
        links,
        earlier_label: words.count("earlier_builds", earlier.len()),
        earlier: earlier.into_iter().take(EARLIER).collect(),
    }
}

/// An API's first page, from the repository's folder. What stands in a record is not ours: only a path within the build
/// is followed.
fn page_of(entry: &BuildEntry, api: &ApiRecord) -> Option<String> {
    let page = api.page.as_deref()?;
    let plain = |part: &str| {
        !part.is_empty()
            && part != ".."
            && part != "."
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    };
    page.split('/').all(plain).then(|| format!("builds/{}/{page}", entry.build))
}

/// The builds of `branch` before `entry` that had the API, the newest first; removed ones last.
fn earlier(index: &BuildIndex, branch: &str, (entry, api): (&BuildEntry, &ApiRecord)) -> Vec<Earlier> {
    let of_branch = Subject::Branch(branch.to_owned());
    let stored = index
        .builds
        .iter()
        .filter(|other| other.build != entry.build && other.subject().as_ref() == Some(&of_branch));
    let stored = stored.filter_map(|other| {
        let same = other.apis.iter().find(|same| same.name == api.name)?;
        Some(Earlier {
            version: cut(&same.api_version, 40),
            when: moment(other.finished_at),
            at: other.finished_at.to_string(),
            label: label(other.commit.as_deref(), other.title.as_deref(), &other.build),
            href: page_of(other, same),
        })
    });
    let removed = index
        .history
        .iter()
        .filter(|line| line.pull_request.is_none() && line.branch.as_deref() == Some(branch));
    let removed = removed.filter_map(|line| {
        let version = line.versions.get(&api.name)?;
        Some(Earlier {
            version: cut(version, 40),
            when: moment(line.started_at),
            at: line.started_at.to_string(),
            label: label(line.commit.as_deref(), line.title.as_deref(), &line.build),
            href: None,
        })
    });
    stored.chain(removed).collect()
}

fn label(commit: Option<&str>, title: Option<&str>, build: &str) -> String {
    let commit = commit.map_or_else(|| build.to_owned(), short_commit);
    cut(format!("{commit} {}", title.unwrap_or_default()).trim(), 100)
}

#[cfg(test)]
mod tests {
    use super::super::builds::builds;
    use super::*;
    use crate::record::{BuildRecord, ProblemTotals, Timestamp};

    fn record(id: u64, branch: &str, apis: &[(&str, &str)]) -> BuildRecord {
        let seconds = 1_767_600_000 + i64::try_from(id).unwrap() * 60;
        let mut record = BuildRecord::new("orders", Timestamp::from_seconds(seconds));
        record.build_id = Some(id.to_string());
        record.branch = Some(branch.to_owned());
        record.commit = Some(format!("{id:040}"));
        let api = |(name, version): &(&str, &str)| ApiRecord {
            name: (*name).to_owned(),
            title: format!("The {name} <API>"),
            api_version: (*version).to_owned(),
            specification: "OpenAPI 3.1.0".to_owned(),
            problems: ProblemTotals { warning: 2, ..ProblemTotals::default() },
            changes: None,
            page: Some(format!("{name}/index.html")),
        };
        record.apis = apis.iter().map(api).collect();
        record
    }

    fn page(index: &BuildIndex) -> String {
        let files = builds(index, "en", "1.0").unwrap();
        let file = files.iter().find(|file| file.path == "apis.html").unwrap();
        String::from_utf8(file.bytes.to_vec()).unwrap().replace("&#x2f;", "/")
    }

    fn index() -> BuildIndex {
        let mut index = BuildIndex::new("orders");
        for (id, branch, apis) in [
            (1, "main", &[("museum", "1.0.0")][..]),
            (2, "main", &[("museum", "1.1.0"), ("tickets", "3.0.0")]),
            (3, "release/1", &[("museum", "1.0.1")]),
            (4, "main", &[("museum", "2.0.0"), ("tickets", "3.0.0")]),
        ] {
            index.insert(BuildEntry::new(id.to_string(), &record(id, branch, apis)));
        }
        let mut pull_request = record(5, "feature", &[("museum", "9.9.9")]);
        pull_request.pull_request = Some(17);
        index.insert(BuildEntry::new("5", &pull_request));
        index
    }

    #[test]
    fn each_branch_shows_its_apis_with_their_versions_and_earlier_builds() {
        let page = page(&index());
        assert!(page.contains("2 APIs on 2 branches"), "{page}");
        for part in [
            "href=\"builds/4/museum/index.html\"",
            "href=\"builds/4/museum/openapi.yaml\"",
            "2 earlier builds",
            "href=\"builds/2/museum/index.html\"",
            "href=\"builds/1/museum/index.html\"",
            "href=\"builds/3/museum/index.html\"",
            "The tickets &lt;API&gt;",
            "1 earlier build<",
            "index.html",
        ] {
            assert!(page.contains(part), "{part} is missing in {page}");
        }
        assert!(!page.contains("9.9.9"), "a pull request publishes nothing");
    }

    #[test]
    fn a_removed_build_keeps_its_versions() {
        let mut index = index();
        index.remove(&["1".to_owned()], Timestamp::from_seconds(1_767_700_000));
        let page = page(&index);
        assert!(page.contains("1.0.0") && page.contains(", removed") && page.contains("2 earlier builds"));
        assert!(!page.contains("builds/1/"), "{page}");
    }

    #[test]
    fn a_page_outside_of_the_build_is_no_link() {
        let mut index = BuildIndex::new("orders");
        let mut record = record(1, "main", &[("museum", "1")]);
        for page in ["../../index.html", "javascript:alert(1)", "/x", ""] {
            record.apis[0].page = Some(page.to_owned());
            index.insert(BuildEntry::new("1", &record));
            let page = self::page(&index);
            assert!(!page.contains("builds/1/") && !page.contains("javascript"), "{page}");
        }
    }

    #[test]
    fn without_a_published_branch_it_says_how_to_publish_one() {
        assert!(page(&BuildIndex::new("orders")).contains("publish.branches"));
    }
}
