//! The same comment and statuses on a pull request of GitHub. What differs: comments have no status and no properties,
//! so the marker in the text is all there is; statuses belong to commits, so there are no iterations; nothing is written
//! on lines.
//!
//! Requests: pull request, three pending statuses, comments; pull request again, at most two writes to comments (or one
//! creation and a second look), three statuses: 11 at most.

use super::accept;
use super::plan::StandBack;
use super::text::{fit, is_same};
use super::wish::{Build, Key, Outcome, StatusWish, When, Wish};
use crate::azure_devops::StatusState;
use crate::github::{Client, Comment, CommitState, Error, NewStatus, PullRequest, User};

/// The longest comment that GitHub takes is 65,536 characters.
const LONGEST_COMMENT: usize = 65_000;

/// How often comments are looked at and written: once, after creating, after a lost answer.
const ROUNDS: u32 = 4;

/// Who may accept a change by a reply: those who may write to the repository, or belong to its organisation.
const TRUSTED: [&str; 3] = ["OWNER", "MEMBER", "COLLABORATOR"];

/// One build's dealings with one pull request of GitHub.
#[derive(Debug)]
pub(crate) struct GitHubSession<'a> {
    client: &'a Client,
    build: Build,
    pull_request: PullRequest,
    me: Option<User>,
    comments: Option<Vec<Comment>>,
}

/// What became of a wish.
#[derive(Debug, Default)]
pub(crate) struct GitHubReport {
    pub(crate) stand_back: Option<StandBack>,
    /// What could not be done, in words, and why; the rest was.
    pub(crate) failures: Vec<(String, Error)>,
}

/// A person's acceptance of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GitHubAcceptance {
    /// The change's fingerprint, or the start of it.
    pub(crate) fingerprint: String,
    pub(crate) reason: String,
    /// The person's login.
    pub(crate) by: String,
}

impl<'a> GitHubSession<'a> {
    /// Reads the pull request.
    pub(crate) async fn open(client: &'a Client, number: u64, build: Build) -> Result<Self, Error> {
        let pull_request = client.pull_request(number).await?;
        Ok(GitHubSession { client, build, pull_request, me: None, comments: None })
    }

    /// The way to the service.
    pub(crate) fn client(&self) -> &'a Client {
        self.client
    }

    /// The pull request as last read.
    pub(crate) fn pull_request(&self) -> &PullRequest {
        &self.pull_request
    }

    fn is_closed(&self) -> bool {
        self.pull_request.state == "closed"
    }

    /// Posts each status as pending.
    pub(crate) async fn pending(&mut self, statuses: &[StatusWish]) -> GitHubReport {
        let mut report = GitHubReport::default();
        if self.is_closed() {
            report.stand_back = Some(StandBack::Closed);
        } else {
            self.post(statuses, &mut report).await;
        }
        report
    }

    /// The acceptances that people have written: whoever belongs to the repository, but not the pull request's author.
    pub(crate) async fn acceptances(&mut self) -> Result<Vec<GitHubAcceptance>, Error> {
        let comments = self.client.comments(self.pull_request.number).await?;
        let me = self.me().await;
        let author = self.pull_request.user.clone().unwrap_or_default();
        let found = acceptances(&comments, me.as_ref(), &author);
        self.comments = Some(comments);
        Ok(found)
    }

    /// Brings the pull request to the wished state. Whatever fails is told; the rest is done all the same.
    pub(crate) async fn report(&mut self, wish: &Wish) -> GitHubReport {
        let mut report = GitHubReport::default();
        match self.client.pull_request(self.pull_request.number).await {
            Ok(pull_request) => self.pull_request = pull_request,
            Err(error) => report.failures.push(("cannot read the pull request again".to_owned(), error)),
        }
        if self.is_closed() {
            report.stand_back = Some(StandBack::Closed);
            return report;
        }
        let commit = &self.build.commit;
        if !commit.is_empty() && !self.pull_request.head.sha.eq_ignore_ascii_case(commit) {
            report.stand_back = Some(StandBack::Overtaken);
        } else if wish.when != When::Never {
            self.write(wish, &mut report).await;
        }
        self.post(&wish.statuses, &mut report).await;
        report
    }

    /// Who we are: told by the answer to a status, else asked. Unknown for tokens of apps that post no status.
    async fn me(&mut self) -> Option<User> {
        if self.me.is_none() {
            self.me = self.client.user().await.ok();
        }
        self.me.clone()
    }

    /// Looks and writes until nothing is missing.
    async fn write(&mut self, wish: &Wish, report: &mut GitHubReport) {
        let me = self.me().await;
        let number = self.pull_request.number;
        let content = fit(&(marker(&wish.key, &self.build) + &wish.body), LONGEST_COMMENT);
        let mut known = self.comments.take();
        for round in 0..ROUNDS {
            let comments = match known.take() {
                Some(comments) => comments,
                None => match self.client.comments(number).await {
                    Ok(comments) => comments,
                    Err(error) => {
                        report.failures.push(("cannot read the comments".to_owned(), error));
                        return;
                    }
                },
            };
            let (steps, stand_back) = plan(&comments, wish, &self.build, me.as_ref(), &content);
            report.stand_back = stand_back;
            let creates = steps.contains(&Step::Create);
            match self.perform(&steps, &content).await {
                // Another build may have written one at the same time: look, and leave the older one.
                Ok(()) if creates => {}
                Ok(()) => return,
                Err((what, error)) => {
                    let is_unclear = error.http().is_unclear() || error.is_not_found();
                    if !is_unclear || round + 1 == ROUNDS {
                        report.failures.push((what.to_owned(), error));
                        return;
                    }
                    self.client.wait(round, &error).await;
                }
            }
        }
    }

    async fn perform(&self, steps: &[Step], content: &str) -> Result<(), (&'static str, Error)> {
        for step in steps {
            match step {
                Step::Create => self
                    .client
                    .create_comment(self.pull_request.number, content)
                    .await
                    .map(drop)
                    .map_err(|error| ("cannot write the comment", error))?,
                Step::Update(comment) => self
                    .client
                    .update_comment(*comment, content)
                    .await
                    .map_err(|error| ("cannot update the comment", error))?,
                Step::Delete(comment) => self
                    .client
                    .delete_comment(*comment)
                    .await
                    .map_err(|error| ("cannot delete the doubled comment", error))?,
            }
        }
        Ok(())
    }

    async fn post(&mut self, statuses: &[StatusWish], report: &mut GitHubReport) {
        for status in statuses {
            let new = NewStatus {
                state: state(status.state),
                context: format!("preview/{}", status.name),
                description: status.description.clone(),
                target_url: status.target_url.clone(),
            };
            let commit = match self.build.commit.as_str() {
                "" => self.pull_request.head.sha.clone(),
                commit => commit.to_owned(),
            };
            match self.client.post_status(&commit, &new).await {
                Ok(creator) => self.me = self.me.take().or(creator),
                Err(error) => {
                    report.failures.push((format!("cannot post the status `{}`", new.context), error));
                    // The others would fail alike: one error tells it.
                    return;
                }
            }
        }
    }
}

fn state(state: StatusState) -> CommitState {
    match state {
        StatusState::Pending | StatusState::NotSet => CommitState::Pending,
        // Nothing to judge holds nothing up.
        StatusState::Succeeded | StatusState::NotApplicable => CommitState::Success,
        StatusState::Failed => CommitState::Failure,
        StatusState::Error => CommitState::Error,
    }
}

/// One write.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Create,
    Update(u64),
    Delete(u64),
}

/// From the comments that are there to the steps that are missing.
fn plan(
    comments: &[Comment],
    wish: &Wish,
    build: &Build,
    me: Option<&User>,
    content: &str,
) -> (Vec<Step>, Option<StandBack>) {
    let is_mine = |comment: &Comment| {
        let author = comment.user.as_ref().map(|user| user.id);
        me.is_none_or(|me| author == Some(me.id))
    };
    let mut ours = comments.iter().filter(|comment| is_mine(comment)).filter_map(|comment| {
        let body = comment.body.as_deref().unwrap_or_default();
        Some((comment.id, body, read(body, &wish.key)?))
    });
    let first = ours.next();
    let mut steps: Vec<Step> = ours.map(|(id, _, _)| Step::Delete(id)).collect();
    match first {
        Some((_, _, last)) if last.commit == build.commit && last.id > build.id => {
            return (steps, Some(StandBack::NewerBuild(last.id)));
        }
        Some((_, body, _)) if is_same(below(body), below(content)) => {}
        Some((id, _, _)) => steps.push(Step::Update(id)),
        None if wish.when == When::OnFailure && wish.outcome == Outcome::Passed => {}
        None => steps.push(Step::Create),
    }
    (steps, None)
}

/// The line that starts the comment; it is not shown. It names the build that wrote it.
fn marker(key: &Key, build: &Build) -> String {
    format!("<!-- preview {key} {}.{} -->\n", Key::new(&build.commit), build.id)
}

fn read(body: &str, key: &Key) -> Option<Build> {
    let inner = body.lines().next()?.trim().strip_prefix("<!-- preview ")?.strip_suffix(" -->")?;
    let (found, written) = inner.split_once(' ')?;
    let (commit, id) = written.split_once('.')?;
    (found == key.as_str()).then_some(Build { commit: commit.to_owned(), id: id.parse().ok()? })
}

/// The text below the marker.
fn below(body: &str) -> &str {
    body.split_once('\n').map_or("", |(_, rest)| rest)
}

fn acceptances(comments: &[Comment], me: Option<&User>, author: &User) -> Vec<GitHubAcceptance> {
    let may_speak = |comment: &&Comment| {
        let Some(user) = &comment.user else { return false };
        let is_other = user.id != author.id && me.is_none_or(|me| me.id != user.id);
        is_other && user.kind != "Bot" && TRUSTED.contains(&comment.author_association.as_str())
    };
    let lines = comments.iter().filter(may_speak).flat_map(|comment| {
        let by = comment.user.as_ref().map(|user| user.login.clone()).unwrap_or_default();
        let body = comment.body.as_deref().unwrap_or_default();
        body.lines().filter_map(accept::line).map(move |(named, reason)| (by.clone(), named, reason))
    });
    lines
        .filter_map(|(by, named, reason)| {
            Some(GitHubAcceptance { fingerprint: named?.to_ascii_lowercase(), reason: reason.to_owned(), by })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: u64) -> User {
        User { id, login: format!("user{id}"), kind: "User".into() }
    }

    fn comment(id: u64, by: u64, body: &str) -> Comment {
        let author_association = "MEMBER".to_owned();
        Comment { id, body: Some(body.into()), user: Some(user(by)), author_association }
    }

    fn wish(when: When, outcome: Outcome) -> Wish {
        Wish {
            key: Key::new("12/"),
            body: "text".into(),
            outcome,
            reasons: Vec::new(),
            when,
            statuses: Vec::new(),
            inline: None,
            inline_limit: 0,
        }
    }

    fn planned(comments: &[Comment], build: (&str, u64), me: Option<u64>) -> (Vec<Step>, Option<StandBack>) {
        let build = Build { commit: build.0.into(), id: build.1 };
        let wish = wish(When::Always, Outcome::Failed);
        let content = marker(&wish.key, &build) + &wish.body;
        plan(comments, &wish, &build, me.map(user).as_ref(), &content)
    }

    #[test]
    fn the_oldest_comment_of_ours_is_kept_and_brought_up_to_date() {
        let mark = |written: &str, text: &str| format!("<!-- preview 12/ {written} -->\n{text}");
        let cases = [
            (vec![], (vec![Step::Create], None)),
            (vec![comment(1, 5, "hello")], (vec![Step::Create], None)),
            (vec![comment(1, 5, &mark("c0.9", "old"))], (vec![Step::Update(1)], None)),
            // The same words again: nothing to write.
            (vec![comment(1, 5, &mark("b0.9", "text"))], (vec![], None)),
            // A double goes; a newer build of the same commit has the last word, one of another commit has not.
            (
                vec![comment(1, 5, &mark("c0.9", "old")), comment(2, 5, &mark("c0.10", "old"))],
                (vec![Step::Delete(2), Step::Update(1)], None),
            ),
            (vec![comment(1, 5, &mark("c0.11", "new"))], (vec![], Some(StandBack::NewerBuild(11)))),
            (vec![comment(1, 5, &mark("b0.11", "new"))], (vec![Step::Update(1)], None)),
            // Somebody else's, and another step's.
            (vec![comment(1, 6, &mark("c0.9", "forged"))], (vec![Step::Create], None)),
            (vec![comment(1, 5, "<!-- preview 13/ c0.9 -->\nother")], (vec![Step::Create], None)),
        ];
        for (comments, expected) in cases {
            assert_eq!(planned(&comments, ("c0", 10), Some(5)), expected, "{comments:?}");
        }
        let unknown = planned(&[comment(1, 6, &mark("c0.9", "old"))], ("c0", 10), None);
        assert_eq!(unknown, (vec![Step::Update(1)], None), "who we are is not known");
    }

    #[test]
    fn only_people_of_the_repository_accept_and_never_the_author() {
        let text = "accept 1a2b3c4d: agreed\nand more";
        let mut stranger = comment(3, 9, text);
        stranger.author_association = "NONE".into();
        let mut bot = comment(4, 8, text);
        bot.user = Some(User { kind: "Bot".into(), ..user(8) });
        let comments = [
            comment(1, 1, text),
            comment(2, 7, text),
            stranger,
            bot,
            comment(5, 5, text),
            comment(6, 7, "accept: no ID"),
        ];
        let found = acceptances(&comments, Some(&user(5)), &user(1));
        let expected =
            GitHubAcceptance { fingerprint: "1a2b3c4d".into(), reason: "agreed".into(), by: "user7".into() };
        assert_eq!(found, [expected]);
    }
}
