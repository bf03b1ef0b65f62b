//! Who of those who accepted a change may do so (`changes.approvers`).

use std::collections::BTreeMap;

use crate::azure_devops::{Client, Error, IdentityRef};
use crate::github;

/// Asks for a group and for a person once each.
pub(super) struct Approvers<'a> {
    /// Sign-in names, and groups such as `[Fabrikam]\API Owners`; empty: whoever can reply.
    names: &'a [String],
    groups: BTreeMap<String, Option<String>>,
    memberships: BTreeMap<String, Vec<String>>,
}

impl<'a> Approvers<'a> {
    pub(super) fn new(names: &'a [String]) -> Self {
        Approvers { names, groups: BTreeMap::new(), memberships: BTreeMap::new() }
    }

    /// Whether a person of Azure DevOps is among them.
    pub(super) async fn include(&mut self, person: &IdentityRef, client: &Client) -> Result<bool, Error> {
        if self.names.is_empty()
            || self.names.iter().any(|name| name.eq_ignore_ascii_case(&person.unique_name))
        {
            return Ok(true);
        }
        for name in self.names.iter().filter(|name| name.contains('\\')) {
            let group = match self.groups.get(name) {
                Some(group) => group.clone(),
                None => {
                    let group = client.group(name).await?;
                    self.groups.insert(name.clone(), group.clone());
                    group
                }
            };
            let Some(group) = group else { continue };
            if !self.memberships.contains_key(&person.id) {
                self.memberships.insert(person.id.clone(), client.groups_of(&person.id).await?);
            }
            if self.memberships.get(&person.id).is_some_and(|groups| groups.contains(&group)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether an account of GitHub is among them: a login, or a team such as `harbour/api-owners`.
    pub(super) async fn include_login(
        &mut self,
        login: &str,
        client: &github::Client,
    ) -> Result<bool, github::Error> {
        if self.names.is_empty() || self.names.iter().any(|name| name.eq_ignore_ascii_case(login)) {
            return Ok(true);
        }
        for (organization, team) in self.names.iter().filter_map(|name| name.split_once('/')) {
            if client.is_member(organization, team, login).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The groups that were looked for and are not there.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().filter(|(_, group)| group.is_none()).map(|(name, _)| name.as_str())
    }
}
