//! Where in a message a schema stands, as ids say it.

use crate::diff::kind::{Kind, Side};

/// The first part of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::diff) enum Position {
    /// The schema of a media type of a request.
    RequestBody,
    /// Anything below it.
    RequestProperty,
    /// The schema of a media type of a response.
    ResponseBody,
    /// Anything below it.
    ResponseProperty,
    /// The schema of a parameter.
    Parameter,
    /// Anything below it.
    ParameterProperty,
    /// The schema of a response header.
    Header,
    /// Anything below it.
    HeaderProperty,
}

/// Ids that upstream spells otherwise than the rest.
const SPELLED: &[(&str, &str)] =
    &[("response-body-enum-value-removed", "response-mediatype-enum-value-removed")];

impl Position {
    /// All.
    pub(in crate::diff) const ALL: [Position; 8] = [
        Position::RequestBody,
        Position::RequestProperty,
        Position::ResponseBody,
        Position::ResponseProperty,
        Position::Parameter,
        Position::ParameterProperty,
        Position::Header,
        Position::HeaderProperty,
    ];

    /// The id of an aspect here.
    pub(in crate::diff) fn id(self, aspect: &Kind) -> String {
        let id = format!("{}-{}", self.prefix(), aspect.name);
        match SPELLED.iter().find(|(regular, _)| *regular == id) {
            Some((_, spelled)) => (*spelled).to_owned(),
            None => id,
        }
    }

    /// Who sends it.
    pub(in crate::diff) fn side(self) -> Side {
        match self {
            Position::RequestBody
            | Position::RequestProperty
            | Position::Parameter
            | Position::ParameterProperty => Side::Request,
            _ => Side::Response,
        }
    }

    /// The same place in a message of the other direction.
    pub(super) fn mirrored(self) -> Self {
        match self {
            Position::RequestBody => Position::ResponseBody,
            Position::RequestProperty => Position::ResponseProperty,
            Position::ResponseBody => Position::RequestBody,
            Position::ResponseProperty => Position::RequestProperty,
            Position::Parameter => Position::Header,
            Position::ParameterProperty => Position::HeaderProperty,
            Position::Header => Position::Parameter,
            Position::HeaderProperty => Position::ParameterProperty,
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Position::RequestBody => "request-body",
            Position::RequestProperty => "request-property",
            Position::ResponseBody => "response-body",
            Position::ResponseProperty => "response-property",
            Position::Parameter => "request-parameter",
            Position::ParameterProperty => "request-parameter-property",
            Position::Header => "response-header",
            Position::HeaderProperty => "response-header-property",
        }
    }
}
