//! From a request to an answer.

use serde_json::{Map, Value, json};

use super::StandIn;
use super::answer::Answer;
use super::check::{self, Maturity};
use super::state::{Comment, Person, PullRequest, Recorded, State, Status, Thread};

type Outcome = Result<Answer, Answer>;

/// Answers a request and carries it out.
pub(super) fn answer(state: &mut State, request: &Recorded) -> Answer {
    check::path(state, request);
    route(state, request).unwrap_or_else(|refusal| refusal)
}

fn route(state: &mut State, request: &Recorded) -> Outcome {
    let person = check::person(state, request)?;
    let Some(segments) = request.segments() else { return Err(no_such_path(state, request)) };
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["_apis", "connectionData"] if request.method == "GET" => {
            check::version(state, request, Maturity::AlwaysPreview)?;
            let user = json!({ "id": person.id, "descriptor": "Microsoft.TeamFoundation.ServiceIdentity;x", "providerDisplayName": person.name });
            Ok(Answer::ok(&json!({ "authenticatedUser": user, "authorizedUser": user })))
        }
        ["_apis", "identities"] if request.method == "GET" => {
            check::version(state, request, Maturity::AlwaysPreview)?;
            Ok(identities(state, request))
        }
        [project, "_apis", rest @ ..] => {
            if *project != StandIn::PROJECT && *project != StandIn::PROJECT_NAME {
                let message = format!("TF200016: The following project does not exist: {project}.");
                return Err(Answer::error(404, "ProjectDoesNotExistWithNameException", &message));
            }
            match rest {
                ["git", "repositories", repository, rest @ ..] => {
                    if !person.may_read
                        || (*repository != StandIn::REPOSITORY && *repository != StandIn::REPOSITORY_NAME)
                    {
                        let message = format!(
                            "TF401019: The Git repository with name or identifier {repository} does not exist or you do not have permissions for the operation you are attempting."
                        );
                        return Err(Answer::error(404, "GitRepositoryNotFoundException", &message));
                    }
                    repository_route(state, request, &person, rest)
                }
                ["build", "builds", build, "timeline"] if request.method == "GET" => {
                    check::version(state, request, Maturity::Released)?;
                    let timeline = build.parse().ok().and_then(|build: u64| state.timelines.get(&build));
                    timeline.map(Answer::ok).ok_or_else(|| {
                        Answer::error(
                            404,
                            "BuildNotFoundException",
                            "The requested build could not be found.",
                        )
                    })
                }
                _ => Err(no_such_path(state, request)),
            }
        }
        _ => Err(no_such_path(state, request)),
    }
}

fn no_such_path(state: &mut State, request: &Recorded) -> Answer {
    state.violations.push(format!("{} {}: there is no such operation", request.method, request.path));
    Answer::error(
        404,
        "VssServiceException",
        "The controller for path was not found or does not implement IController.",
    )
}

fn repository_route(state: &mut State, request: &Recorded, person: &Person, rest: &[&str]) -> Outcome {
    let method = request.method.as_str();
    match (method, rest) {
        ("GET", ["items"]) => {
            check::version(state, request, Maturity::Released)?;
            items(state, request)
        }
        ("GET", ["pullrequests" | "pullRequests"]) => {
            check::version(state, request, Maturity::Released)?;
            search(state, request)
        }
        (_, ["pullrequests" | "pullRequests", number, rest @ ..]) => {
            let found = number.parse().ok().filter(|number| state.pull_requests.contains_key(number));
            let Some(number) = found else {
                let message = "TF401180: The requested pull request was not found.";
                return Err(Answer::error(404, "GitPullRequestNotFoundException", message));
            };
            pull_request_route(state, request, person, number, rest)
        }
        _ => Err(no_such_path(state, request)),
    }
}

fn pull_request_route(
    state: &mut State,
    request: &Recorded,
    person: &Person,
    number: u64,
    rest: &[&str],
) -> Outcome {
    let maturity = match rest {
        ["statuses" | "attachments", ..] => Maturity::PreviewBelow7,
        _ => Maturity::Released,
    };
    check::version(state, request, maturity)?;
    if request.method != "GET" && !may_write(person, rest) {
        let message = format!(
            "TF401027: You need the Git 'PullRequestContribute' permission to perform this action. Details: identity 'Build\\{}', scope 'repository'.",
            person.id
        );
        return Err(Answer::error(403, "GitNeedsPermissionException", &message));
    }
    match (request.method.as_str(), rest) {
        ("GET", []) => Ok(Answer::ok(&shown(state, number))),
        ("GET", ["iterations"]) => Ok(Answer::list(iterations(state.pull_request(number)))),
        ("GET", ["iterations", iteration, "changes"]) => changes(state, request, number, iteration),
        ("GET", ["threads"]) => Ok(Answer::list(threads(state, number))),
        ("POST", ["threads"]) => create_thread(state, request, person, number),
        ("PATCH", ["threads", id]) => update_thread(state, request, number, id),
        ("POST", ["threads", id, "comments"]) => create_comment(state, request, person, number, id),
        ("PATCH", ["threads", id, "comments", comment]) => {
            update_comment(state, request, person, number, [id, comment])
        }
        ("DELETE", ["threads", id, "comments", comment]) => {
            delete_comment(state, person, number, [id, comment])
        }
        ("GET", ["statuses"]) => {
            let statuses = state.pull_request(number).statuses.clone();
            Ok(Answer::list(statuses.iter().map(|status| shown_status(state, status)).collect()))
        }
        ("POST", ["statuses"]) => post_status(state, request, person, number),
        ("GET", ["attachments"]) => {
            let names: Vec<String> = state.pull_request(number).attachments.keys().cloned().collect();
            Ok(Answer::list(
                names.iter().enumerate().map(|(id, name)| attachment(state, number, id, name)).collect(),
            ))
        }
        ("POST", ["attachments", name]) => attach(state, request, number, name),
        _ => Err(no_such_path(state, request)),
    }
}

fn may_write(person: &Person, rest: &[&str]) -> bool {
    if rest.first() == Some(&"statuses") { person.may_post_status } else { person.may_contribute }
}

fn identity(state: &State, id: &str) -> Value {
    let name = state.people.iter().find(|person| person.id == id).map_or(id, |person| person.name.as_str());
    json!({ "id": id, "displayName": name, "uniqueName": format!("{id}@fabrikam.example"), "imageUrl": null })
}

fn shown(state: &State, number: u64) -> Value {
    let pull_request = &state.pull_requests[&number];
    let head = pull_request.iterations.last().map(|(commit, _)| json!({ "commitId": commit }));
    json!({
        "pullRequestId": number,
        "repository": { "id": StandIn::REPOSITORY, "name": StandIn::REPOSITORY_NAME },
        "status": pull_request.status, "isDraft": pull_request.is_draft, "title": "Add paging",
        "createdBy": identity(state, &pull_request.author),
        "sourceRefName": "refs/heads/feature/paging", "targetRefName": "refs/heads/main", "mergeStatus": "succeeded",
        "lastMergeSourceCommit": head, "lastMergeTargetCommit": { "commitId": "ba5e" }, "lastMergeCommit": { "commitId": "4e46e" },
        "supportsIterations": true
    })
}

fn search(state: &State, request: &Recorded) -> Outcome {
    let status = request.query.get("searchCriteria.status").map_or("active", String::as_str);
    check::member(Some(&json!(status)), &["active", "abandoned", "completed", "all"])?;
    let number =
        |name: &str, default: usize| request.query.get(name).and_then(|n| n.parse().ok()).unwrap_or(default);
    let all = state.pull_requests.values().rev().filter(|pull| status == "all" || pull.status == status);
    let page = all.skip(number("$skip", 0)).take(number("$top", 100).min(100));
    Ok(Answer::list(page.map(|pull| shown(state, pull.number)).collect()))
}

fn iterations(pull_request: &PullRequest) -> Vec<Value> {
    let shown = |(index, (commit, _)): (usize, &(String, _))| {
        json!({
            "id": index + 1, "reason": "push", "sourceRefCommit": { "commitId": commit },
            "targetRefCommit": { "commitId": "ba5e" }, "commonRefCommit": { "commitId": "ba5e" }
        })
    };
    pull_request.iterations.iter().enumerate().map(shown).collect()
}

fn changes(state: &mut State, request: &Recorded, number: u64, iteration: &str) -> Outcome {
    let index = iteration.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let found = index.and_then(|index| state.pull_request(number).iterations.get(index).cloned());
    let Some((_, files)) = found else {
        return Err(Answer::error(
            404,
            "GitPullRequestIterationNotFoundException",
            "The iteration was not found.",
        ));
    };
    let number =
        |name: &str, default: usize| request.query.get(name).and_then(|n| n.parse().ok()).unwrap_or(default);
    // Smaller pages than the real ones, so that a test of a few files has several.
    let (skip, top) = (number("$skip", 0), number("$top", 100).min(5));
    let entry = |(index, file): (usize, &super::state::ChangedFile)| {
        json!({
            "changeTrackingId": file.tracking_id, "changeId": index + 1, "changeType": file.kind,
            "item": { "objectId": "0b1ec7", "path": file.path }
        })
    };
    let entries: Vec<Value> = files.iter().enumerate().skip(skip).take(top).map(entry).collect();
    let more = skip + top < files.len();
    let (next_skip, next_top) = if more { (skip + top, top) } else { (0, 0) };
    Ok(Answer::ok(&json!({ "changeEntries": entries, "nextSkip": next_skip, "nextTop": next_top })))
}

fn threads(state: &mut State, number: u64) -> Vec<Value> {
    let threads = state.pull_request(number).threads.clone();
    threads.iter().map(|thread| shown_thread(state, thread)).collect()
}

fn shown_thread(state: &State, thread: &Thread) -> Value {
    let typed = |value: &Value| {
        let (kind, value) = match value {
            Value::Number(number) if number.as_i64().is_some_and(|n| i32::try_from(n).is_ok()) => {
                ("System.Int32", value.clone())
            }
            Value::String(_) => ("System.String", value.clone()),
            other => ("System.String", json!(other.to_string())),
        };
        json!({ "$type": kind, "$value": value })
    };
    let properties: Map<String, Value> =
        thread.properties.iter().map(|(name, value)| (name.clone(), typed(value))).collect();
    let comments: Vec<Value> = thread.comments.iter().map(|comment| shown_comment(state, comment)).collect();
    let mut shown = json!({
        "id": thread.id, "publishedDate": "2026-01-05T10:00:00Z", "comments": comments, "properties": properties,
        "threadContext": thread.context, "pullRequestThreadContext": thread.tracking, "isDeleted": thread.is_deleted(),
        "identities": null, "_links": {}
    });
    if let Some(status) = &thread.status {
        shown["status"] = json!(status);
    }
    shown
}

fn shown_comment(state: &State, comment: &Comment) -> Value {
    let mut shown = json!({
        "id": comment.id, "parentCommentId": u64::from(comment.id > 1), "author": identity(state, &comment.author),
        "publishedDate": comment.date, "commentType": comment.kind, "usersLiked": [], "_links": {}
    });
    if comment.is_deleted {
        shown["isDeleted"] = json!(true);
    } else {
        shown["content"] = json!(comment.content);
    }
    shown
}

fn create_thread(state: &mut State, request: &Recorded, person: &Person, number: u64) -> Outcome {
    let fields = ["comments", "status", "properties", "threadContext", "pullRequestThreadContext"];
    let body = check::object(state, request, &fields)?;
    let comments = body.get("comments").and_then(Value::as_array).cloned().unwrap_or_default();
    let [Value::Object(comment)] = comments.as_slice() else {
        return Err(Answer::error(400, "ArgumentException", "A thread needs a comment."));
    };
    check::unknown(state, request, comment, &["parentCommentId", "content", "commentType"]);
    check::member(comment.get("commentType"), &["text"])?;
    if comment.get("parentCommentId") != Some(&json!(0)) {
        state.violations.push("the first comment of a thread has parentCommentId 0".to_owned());
    }
    let content = check::content(comment.get("content"))?;
    let status = check::member(body.get("status"), check::THREAD_STATUSES)?;
    let properties = properties(state, &body);
    let context = body.get("threadContext").cloned().unwrap_or_default();
    let tracking = body.get("pullRequestThreadContext").cloned().unwrap_or_default();
    check_place(state, number, &context, &tracking);
    let date = state.now();
    let comment =
        Comment { id: 1, author: person.id.clone(), content, kind: "text", is_deleted: false, date };
    let thread =
        Thread { status: Some(status), comments: vec![comment], properties, context, tracking, id: 0 };
    let thread = state.pull_request(number).add_thread(thread).clone();
    Ok(Answer::ok(&shown_thread(state, &thread)))
}

fn properties(state: &mut State, body: &Map<String, Value>) -> std::collections::BTreeMap<String, Value> {
    let given = body.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, value) in &given {
        if name.starts_with("CodeReview")
            || name.starts_with("Microsoft.")
            || !(value.is_string() || value.is_number())
        {
            state.violations.push(format!("property `{name}` = {value}"));
        }
    }
    given.into_iter().collect()
}

/// What the service takes but the reviewer's page does not bear.
fn check_place(state: &mut State, number: u64, context: &Value, tracking: &Value) {
    if context.is_null() {
        return;
    }
    let mut wrong = Vec::new();
    let path = context["filePath"].as_str().unwrap_or_default().to_owned();
    let position = |name: &str| {
        let number = |field: &str| context[name][field].as_u64().filter(|number| *number > 0);
        Some((number("line")?, number("offset")?))
    };
    match (position("rightFileStart"), position("rightFileEnd")) {
        (Some(start), Some(end)) if start <= end => {}
        other => wrong.push(format!("positions {other:?}")),
    }
    let second = tracking["iterationContext"]["secondComparingIteration"].as_u64().unwrap_or(0);
    let first = tracking["iterationContext"]["firstComparingIteration"].as_u64().unwrap_or(0);
    let iterations = state.pull_request(number).iterations.clone();
    let files =
        usize::try_from(second).ok().and_then(|n| n.checked_sub(1)).and_then(|index| iterations.get(index));
    if first == 0 || first > second {
        wrong.push(format!("iterations {first} and {second}"));
    }
    let file = files.and_then(|(_, files)| files.iter().find(|file| file.path == path));
    match file {
        Some(file) if tracking["changeTrackingId"].as_u64() == Some(file.tracking_id) => {}
        other => wrong.push(format!("changeTrackingId {} of {other:?}", tracking["changeTrackingId"])),
    }
    state.violations.extend(wrong.into_iter().map(|what| format!("a thread on `{path}` with {what}")));
}

fn no_such_thread() -> Answer {
    Answer::error(404, "GitPullRequestCommentThreadNotFoundException", "The comment thread was not found.")
}

fn found<'s>(state: &'s mut State, number: u64, id: &str) -> Result<&'s mut Thread, Answer> {
    let id = id.parse().map_err(|_| no_such_thread())?;
    state.pull_request(number).thread(id).ok_or_else(no_such_thread)
}

fn update_thread(state: &mut State, request: &Recorded, number: u64, id: &str) -> Outcome {
    let body = check::object(state, request, &["status", "properties"])?;
    let given = properties(state, &body);
    let replaces = state.properties_replace;
    let status =
        body.get("status").map(|status| check::member(Some(status), check::THREAD_STATUSES)).transpose()?;
    let thread = found(state, number, id)?;
    if let Some(status) = status {
        thread.status = Some(status);
    }
    if body.contains_key("properties") {
        if replaces {
            thread.properties = given;
        } else {
            thread.properties.extend(given);
        }
    }
    let thread = thread.clone();
    Ok(Answer::ok(&shown_thread(state, &thread)))
}

fn create_comment(state: &mut State, request: &Recorded, person: &Person, number: u64, id: &str) -> Outcome {
    let body = check::object(state, request, &["parentCommentId", "content", "commentType"])?;
    let content = check::content(body.get("content"))?;
    let thread = found(state, number, id)?;
    thread.reply(&person.id, &content);
    let comment = thread.comments.last().cloned().unwrap_or_default();
    Ok(Answer::ok(&shown_comment(state, &comment)))
}

fn own_comment<'s>(
    state: &'s mut State,
    person: &Person,
    number: u64,
    ids: [&str; 2],
) -> Result<&'s mut Comment, Answer> {
    let comment_id: u64 = ids[1].parse().map_err(|_| no_such_thread())?;
    let thread = found(state, number, ids[0])?;
    let comment = thread.comments.iter_mut().find(|comment| comment.id == comment_id && !comment.is_deleted);
    let comment = comment.ok_or_else(no_such_thread)?;
    if comment.author != person.id {
        let message = "TF401027: Only the author of a comment can change it.";
        return Err(Answer::error(403, "GitNeedsPermissionException", message));
    }
    Ok(comment)
}

fn update_comment(
    state: &mut State,
    request: &Recorded,
    person: &Person,
    number: u64,
    ids: [&str; 2],
) -> Outcome {
    let body = check::object(state, request, &["content"])?;
    if body.contains_key("author") {
        return Err(Answer::error(400, "ArgumentException", "An author of a comment cannot be updated."));
    }
    let content = check::content(body.get("content"))?;
    let comment = own_comment(state, person, number, ids)?;
    comment.content = content;
    let comment = comment.clone();
    Ok(Answer::ok(&shown_comment(state, &comment)))
}

fn delete_comment(state: &mut State, person: &Person, number: u64, ids: [&str; 2]) -> Outcome {
    own_comment(state, person, number, ids)?.is_deleted = true;
    Ok(Answer::empty())
}

fn post_status(state: &mut State, request: &Recorded, person: &Person, number: u64) -> Outcome {
    let fields = ["state", "description", "targetUrl", "context", "iterationId"];
    let body = check::object(state, request, &fields)?;
    let given = check::member(body.get("state"), check::STATUS_STATES)?;
    let context = body.get("context").and_then(Value::as_object).cloned().unwrap_or_default();
    check::unknown(state, request, &context, &["genre", "name"]);
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let (genre, name, description) =
        (text(context.get("genre")), text(context.get("name")), text(body.get("description")));
    if name.is_empty() {
        return Err(Answer::error(
            400,
            "ArgumentNullException",
            "Value cannot be null.\r\nParameter name: status.Context.Name",
        ));
    }
    let iteration = body.get("iterationId").and_then(Value::as_u64);
    if iteration.is_none() && state.status_needs_iteration {
        let message = "Pull request status rejected by status policy. Policy configuration requires status to be posted on iteration.";
        return Err(Answer::error(403, "GitPullRequestStatusRejectedByPolicyException", message));
    }
    let target_url = body.get("targetUrl").and_then(Value::as_str).map(str::to_owned);
    let pull_request = state.pull_request(number);
    if iteration.is_some_and(|iteration| iteration == 0 || iteration > pull_request.iterations.len() as u64) {
        return Err(Answer::error(
            404,
            "GitPullRequestIterationNotFoundException",
            "The iteration was not found.",
        ));
    }
    let (is_long, is_lined) = (description.chars().count() > 200, description.contains('\n'));
    let id = pull_request.statuses.len() as u64 + 1;
    let author = person.id.clone();
    let status = Status { id, state: given, description, target_url, genre, name, iteration, author };
    pull_request.statuses.push(status.clone());
    if is_long || is_lined {
        state.violations.push(format!(
            "the description of {}/{} is too long or has several lines",
            status.genre, status.name
        ));
    }
    Ok(Answer::ok(&shown_status(state, &status)))
}

fn shown_status(state: &State, status: &Status) -> Value {
    let mut shown = json!({
        "id": status.id, "state": status.state, "description": status.description, "targetUrl": status.target_url,
        "context": { "genre": status.genre, "name": status.name }, "creationDate": "2026-01-05T10:00:00Z"
    });
    if let Some(iteration) = status.iteration {
        shown["iterationId"] = json!(iteration);
    }
    if state.statuses_name_author {
        shown["createdBy"] = identity(state, &status.author);
    }
    shown
}

fn attachment(state: &State, number: u64, id: usize, name: &str) -> Value {
    let url = format!(
        "{}{}/_apis/git/repositories/{}/pullRequests/{number}/attachments/{name}",
        state.address,
        StandIn::PROJECT,
        StandIn::REPOSITORY
    );
    json!({ "id": id + 1, "displayName": name, "url": url })
}

fn attach(state: &mut State, request: &Recorded, number: u64, name: &str) -> Outcome {
    if request.headers.get("content-type").map(String::as_str) != Some("application/octet-stream") {
        return Err(Answer::error(415, "", "The media type is not supported."));
    }
    let attachments = &mut state.pull_request(number).attachments;
    if attachments.contains_key(name) {
        return Err(Answer::error(400, "AttachmentExistsException", "An attachment with that name exists."));
    }
    attachments.insert(name.to_owned(), request.body.clone());
    let id = attachments.len() - 1;
    Ok(Answer::json(201, &attachment(state, number, id, name)))
}

fn items(state: &State, request: &Recorded) -> Outcome {
    let value = |name: &str| request.query.get(name).map(String::as_str).unwrap_or_default();
    if value("versionDescriptor.versionType") != "commit" {
        return Err(Answer::error(400, "ArgumentException", "Only commits are known here."));
    }
    let commit = value("versionDescriptor.version");
    if !state.files.keys().any(|(known, _)| known == commit) {
        let message = format!("TF401175: The version descriptor <Commit: {commit} > could not be resolved.");
        return Err(Answer::error(404, "GitUnresolvableToCommitException", &message));
    }
    let missing = |path: &str| {
        let message = format!(
            "TF401174: The item '{path}' could not be found in the repository at the version specified by '<Commit: {commit} >'."
        );
        Answer::error(404, "GitItemNotFoundException", &message)
    };
    if let Some(folder) = request.query.get("scopePath") {
        let prefix = format!("{}/", folder.trim_end_matches('/'));
        let below = |(known, path): &&(String, String)| known == commit && path.starts_with(&prefix);
        let entries: Vec<Value> = state
            .files
            .keys()
            .filter(below)
            .map(|(_, path)| json!({ "path": path, "gitObjectType": "blob" }))
            .collect();
        return if entries.is_empty() { Err(missing(folder)) } else { Ok(Answer::list(entries)) };
    }
    let path = value("path");
    if request.headers.get("accept").map(String::as_str) != Some("application/octet-stream") {
        return Ok(Answer::ok(&json!({ "path": path })));
    }
    let bytes = state.files.get(&(commit.to_owned(), path.to_owned()));
    bytes.cloned().map(Answer::bytes).ok_or_else(|| missing(path))
}

/// Groups by their name, or a person with the groups it belongs to.
fn identities(state: &State, request: &Recorded) -> Answer {
    let descriptor = |name: &str| format!("Microsoft.TeamFoundation.Identity;S-1-9-{}", name.len());
    let asked = |name: &str| request.query.get(name).map(String::as_str).unwrap_or_default();
    if let Some(person) = request.query.get("identityIds") {
        let groups = state.groups.iter().filter(|(_, members)| members.contains(person));
        let groups: Vec<String> = groups.map(|(name, _)| descriptor(name)).collect();
        let member_of = if asked("queryMembership") == "ExpandedUp" { groups } else { Vec::new() };
        return Answer::list(vec![json!({ "id": person, "isContainer": false, "memberOf": member_of })]);
    }
    let found = state.groups.keys().filter(|name| name.contains(asked("filterValue")));
    let shown = found.map(|name| {
        json!({ "descriptor": descriptor(name), "providerDisplayName": name, "isContainer": true, "memberOf": [] })
    });
    Answer::list(shown.collect())
}
