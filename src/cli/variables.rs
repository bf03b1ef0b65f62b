//! Every option of the command line as a variable: `--new-only` is `PREVIEW_NEW_ONLY`. A variable that is set becomes an
//! argument before the line is read, unless the line says the option itself, or one that excludes it.

use std::ffi::OsString;

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::CommandLine;
use super::environment::Environment;
use super::failure::{Failure, Result};
use crate::report::Format;

/// Options that have the name of another command's and mean something else: command, option, variable.
const OTHERS: [(&str, &str, &str); 3] = [
    ("diff", "fail-on", "PREVIEW_CHANGES_FAIL_ON"),
    ("bundle", "out", "PREVIEW_BUNDLE_OUT"),
    ("rules", "format", "PREVIEW_RULES_FORMAT"),
];

/// An argument that a variable gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// The variable.
    pub(super) variable: String,
    /// The option, as in `--timeout`.
    pub(super) option: String,
}

/// The command line's shape, with the variable of each option in its help.
pub(super) fn shape() -> Command {
    let mut shape = CommandLine::command();
    shape.build();
    shape = shape.mut_args(|arg| with_variable("", arg));
    shape.mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        command.mut_args(|arg| with_variable(&name, arg))
    })
}

fn with_variable(command: &str, arg: Arg) -> Arg {
    let Some(variable) = variable(command, &arg) else { return arg };
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    arg.help(format!("{help} [env: {variable}]"))
}

/// The variable of an option; `None` for what is no option of ours.
pub(super) fn variable(command: &str, arg: &Arg) -> Option<String> {
    let long = arg.get_long().filter(|_| is_ours(arg))?;
    let other = OTHERS.iter().find(|(of, option, _)| *of == command && *option == long);
    Some(match other {
        Some((_, _, variable)) => (*variable).to_owned(),
        None => format!("PREVIEW_{}", long.to_ascii_uppercase().replace('-', "_")),
    })
}

fn is_ours(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append | ArgAction::SetTrue)
}

/// The arguments with those that variables give, and which these are.
///
/// # Errors
/// When the variable of a switch is neither true nor false.
pub(super) fn with_variables(
    args: &[OsString],
    environment: &Environment,
) -> Result<(Vec<OsString>, Vec<Given>)> {
    let mut shape = CommandLine::command();
    shape.build();
    let mut all = args.to_vec();
    let mut given = Vec::new();
    let Some((at, command)) = command_of(args, &shape) else { return Ok((all, given)) };
    let said: Vec<&Arg> = command.get_arguments().filter(|arg| says(args, command, arg)).collect();
    let mut added = Vec::new();
    for arg in command.get_arguments() {
        let Some(variable) = variable(command.get_name(), arg) else { continue };
        let Some(value) = environment.get(&variable) else { continue };
        let excludes = |said: &Arg| {
            let conflicts = |one: &Arg, other: &Arg| {
                command.get_arg_conflicts_with(one).iter().any(|arg| arg.get_id() == other.get_id())
            };
            said.get_id() == arg.get_id() || conflicts(said, arg) || conflicts(arg, said)
        };
        if said.iter().any(|said| excludes(said)) {
            continue;
        }
        let option = format!("--{}", arg.get_long().unwrap_or_default());
        let before = added.len();
        match arg.get_action() {
            ArgAction::SetTrue if is_yes(&variable, value)? => added.push(option.clone()),
            ArgAction::SetTrue => {}
            ArgAction::Append => added.extend(several(value).map(|value| format!("{option}={value}"))),
            _ => added.push(format!("{option}={value}")),
        }
        if added.len() > before {
            given.push(Given { variable, option });
        }
    }
    // Right behind the command's name: behind `--` nothing is an option.
    all.splice(at + 1..at + 1, added.into_iter().map(OsString::from));
    Ok((all, given))
}

/// Where the command's name stands, and the command.
fn command_of<'c>(args: &[OsString], shape: &'c Command) -> Option<(usize, &'c Command)> {
    let mut at = 1;
    loop {
        let word = args.get(at)?.to_str()?;
        if let Some(command) = shape.find_subcommand(word) {
            return Some((at, command));
        }
        let takes_next = |arg: &Arg| word.strip_prefix("--").is_some_and(|name| arg.get_long() == Some(name));
        at += if shape.get_opts().any(takes_next) { 2 } else { 1 };
    }
}

/// Whether the line says an option, by its long name or its letter.
fn says(args: &[OsString], command: &Command, arg: &Arg) -> bool {
    let mut words = args.iter().skip(1).filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    let takes_value = |letter: char| command.get_opts().any(|other| other.get_short() == Some(letter));
    words.any(|word| match word.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long.split('=').next().unwrap_or(long)),
        None => {
            let letters = word.strip_prefix('-').unwrap_or_default();
            // What follows a letter that takes a value is the value.
            let end = letters.char_indices().find(|(_, letter)| takes_value(*letter));
            let letters = end.map_or(letters, |(at, letter)| &letters[..at + letter.len_utf8()]);
            arg.get_short().is_some_and(|short| letters.contains(short))
        }
    })
}

/// Whether the variable of a switch says yes, in the words of YAML files and shells.
fn is_yes(variable: &str, value: &str) -> Result<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err(Failure::usage_message(format!("the variable `{variable}` is `{value}`"))
            .hint("write `true` or `false`")),
    }
}

/// The values of an option that may be said several times. Commas and new lines stand between them, and blanks, but for
/// those in the path of a file: there a blank ends the path only where a format follows.
fn several(text: &str) -> impl Iterator<Item = String> {
    let mut values: Vec<String> = Vec::new();
    for part in text.split([',', '\n', '\r']) {
        let mut begins = true;
        for word in part.split_whitespace() {
            let path = values.last_mut().filter(|value| !begins && value.contains('='));
            match path {
                Some(path) if !is_output(word) => {
                    path.push(' ');
                    path.push_str(word);
                }
                _ => values.push(word.to_owned()),
            }
            begins = false;
        }
    }
    values.into_iter()
}

/// Whether a word is a format, or looks like one with a file.
fn is_output(word: &str) -> bool {
    let (name, has_file) = word.split_once('=').map_or((word, false), |(name, _)| (name, true));
    has_file || name == "text" || Format::parse(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str, variables: &[(&str, &str)]) -> Vec<String> {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into())).collect();
        let (args, _) = with_variables(&args, &Environment::new(variables)).unwrap();
        args.into_iter().map(|arg| arg.into_string().unwrap()).collect()
    }

    #[test]
    fn every_option_is_a_variable() {
        let mut shape = CommandLine::command();
        shape.build();
        let mut kinds = std::collections::BTreeMap::new();
        for command in shape.get_subcommands() {
            for arg in command.get_arguments().filter(|arg| is_ours(arg) && !arg.is_positional()) {
                let variable = variable(command.get_name(), arg).unwrap();
                let value = if arg.get_action().takes_values() { "7" } else { "True" };
                let line = format!("preview {}", command.get_name());
                let added = arguments(&line, &[(&variable, value)]).pop().unwrap();
                let option = format!("--{}", arg.get_long().unwrap());
                assert_eq!(added.split('=').next(), Some(option.as_str()), "{line} with {variable}");
                // Of one name, of one kind: what is set for a job holds for all of its commands.
                let kind = format!("{:?} {:?}", arg.get_action(), arg.get_possible_values());
                let known = kinds.entry(variable.clone()).or_insert_with(|| kind.clone());
                assert_eq!(*known, kind, "{variable}");
            }
        }
        let help = shape_help("prune");
        assert!(help.contains("[env: PREVIEW_DRY_RUN]") && help.contains("[env: PREVIEW_ROOT]"), "{help}");
        assert!(shape_help("diff").contains("[env: PREVIEW_CHANGES_FAIL_ON]"));
    }

    #[test]
    fn the_help_names_all_formats() {
        for command in ["lint", "diff"] {
            let help = shape_help(command);
            for format in Format::ALL.iter().map(|format| format.name()) {
                let name = if command == "diff" && format == "codeframe" { "text" } else { format };
                assert!(help.contains(&format!(" {name}")), "{command}: {format}");
            }
        }
    }

    fn shape_help(command: &str) -> String {
        shape()
            .find_subcommand_mut(command)
            .unwrap()
            .render_help()
            .to_string()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_line_goes_before_variables() {
        let variables = [("PREVIEW_QUIET", "1"), ("PREVIEW_OUT", "out"), ("PREVIEW_BASE", "$(Base)")];
        assert_eq!(arguments("preview build", &variables)[2..], ["--out=out", "--quiet"]);
        assert_eq!(arguments("preview build -vo site", &variables)[2..], ["-vo", "site"]);
        assert_eq!(arguments("preview --root lint lint --", &variables)[3..], ["lint", "--quiet", "--"]);
        assert_eq!(arguments("preview build -- -o", &variables)[2..], ["--out=out", "--quiet", "--", "-o"]);
        assert_eq!(
            arguments("preview lint", &[("PREVIEW_QUIET", ""), ("PREVIEW_NEW_ONLY", "False")]).len(),
            2
        );
        assert_eq!(arguments("preview --help", &variables), ["preview", "--help"]);
    }

    #[test]
    fn several_values_stand_in_one_variable() {
        let values = |text: &str| several(text).collect::<Vec<_>>();
        assert_eq!(values("json"), ["json"]);
        assert_eq!(values("azure, sarif=a.sarif,junit=b.xml"), ["azure", "sarif=a.sarif", "junit=b.xml"]);
        assert_eq!(
            values("sarif=my work/a.sarif junit=b.xml azure"),
            ["sarif=my work/a.sarif", "junit=b.xml", "azure"]
        );
        assert_eq!(values("json\nsarif=x"), ["json", "sarif=x"]);
        assert_eq!(values("owasp schema"), ["owasp", "schema"]);
    }
}
