//! What may stand where, as far as bundling must know: which references name components, which objects hold others,
//! and where `$ref` is somebody's data.

use crate::openapi::{METHODS, Version};

/// What a value of a definition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Components,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Header,
    Callback,
    Example,
    Link,
    /// The text of a link's `operationRef`.
    OperationReference,
    SecurityScheme,
    Schema,
    Discriminator,
    /// The value of a discriminator's mapping: a reference or the name of a schema.
    Mapping,
    /// An object whose every value is of one kind.
    Map(&'static Kind),
    /// An object with nothing inside that a component could stand for.
    Other,
    /// What belongs to the user: examples, defaults, extensions.
    Data,
}

use Kind::{
    Callback, Components, Data, Discriminator, Encoding, Example, Header, Link, Map, Mapping, MediaType,
    Operation, OperationReference, Other, Parameter, PathItem, Paths, RequestBody, Response, Responses, Root,
    Schema, SecurityScheme,
};

impl Kind {
    /// What a key's value is. A list has the kind of each of its items.
    pub(super) fn child(self, key: &str) -> Kind {
        match self {
            Map(kind) => *kind,
            Paths | Responses | Callback | Other if key.starts_with("x-") => Data,
            Paths | Callback => PathItem,
            Responses => Response,
            Data => Data,
            Other => Other,
            Root => root(key),
            Components => Section::of_name(key).map_or_else(|| other(key), Section::map),
            PathItem => path_item(key),
            Operation => operation(key),
            Parameter | Header | RequestBody | MediaType | Encoding | Response => content(key),
            Example => match key {
                "value" | "dataValue" => Data,
                _ => other(key),
            },
            Link => match key {
                "operationRef" => OperationReference,
                "parameters" | "requestBody" => Data,
                _ => other(key),
            },
            Schema => schema(key),
            Discriminator => match key {
                "mapping" => Map(&Mapping),
                "defaultMapping" => Mapping,
                _ => other(key),
            },
            SecurityScheme | OperationReference | Mapping => other(key),
        }
    }

    /// The section of components that a reference at such a place may name.
    pub(super) fn section(self, version: Version) -> Option<Section> {
        let section = match self {
            Schema => Section::Schemas,
            Response => Section::Responses,
            Parameter => Section::Parameters,
            Example => Section::Examples,
            RequestBody => Section::RequestBodies,
            Header => Section::Headers,
            SecurityScheme => Section::SecuritySchemes,
            Link => Section::Links,
            Callback => Section::Callbacks,
            MediaType => Section::MediaTypes,
            _ => return None,
        };
        section.exists_in(version).then_some(section)
    }
}

fn other(key: &str) -> Kind {
    if key.starts_with("x-") { Data } else { Other }
}

fn root(key: &str) -> Kind {
    match key {
        "paths" | "x-ms-paths" => Paths,
        "webhooks" | "x-webhooks" => Map(&PathItem),
        "components" => Components,
        "definitions" => Map(&Schema),
        "parameters" => Map(&Parameter),
        "responses" => Map(&Response),
        "securityDefinitions" => Map(&SecurityScheme),
        _ => other(key),
    }
}

fn path_item(key: &str) -> Kind {
    match key {
        "parameters" => Parameter,
        "additionalOperations" => Map(&Operation),
        _ if METHODS.contains(&key) => Operation,
        _ => other(key),
    }
}

fn operation(key: &str) -> Kind {
    match key {
        "parameters" => Parameter,
        "requestBody" => RequestBody,
        "responses" => Responses,
        "callbacks" => Map(&Callback),
        _ => other(key),
    }
}

/// The fields of all objects that carry a value over the wire; they agree on what a name means. `items` is 2.0's
/// schema-like object, `examples` there a map by media type, whose values are data either way.
fn content(key: &str) -> Kind {
    match key {
        "schema" | "itemSchema" | "items" => Schema,
        "content" => Map(&MediaType),
        "examples" => Map(&Example),
        "example" | "default" | "enum" => Data,
        "headers" => Map(&Header),
        "links" => Map(&Link),
        "encoding" => Map(&Encoding),
        "prefixEncoding" | "itemEncoding" => Encoding,
        _ => other(key),
    }
}

fn schema(key: &str) -> Kind {
    match key {
        "properties" | "patternProperties" | "dependentSchemas" | "dependencies" | "$defs"
        | "definitions" => Map(&Schema),
        "additionalProperties"
        | "items"
        | "additionalItems"
        | "prefixItems"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Schema,
        "discriminator" => Discriminator,
        "example" | "examples" | "default" | "enum" | "const" => Data,
        _ => other(key),
    }
}

/// A field of `components`, or of the root in 2.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Section {
    Schemas,
    Responses,
    Parameters,
    Examples,
    RequestBodies,
    Headers,
    SecuritySchemes,
    Links,
    Callbacks,
    PathItems,
    MediaTypes,
}

impl Section {
    /// All, in the order of the specification.
    pub(super) const ALL: [Section; 11] = [
        Section::Schemas,
        Section::Responses,
        Section::Parameters,
        Section::Examples,
        Section::RequestBodies,
        Section::Headers,
        Section::SecuritySchemes,
        Section::Links,
        Section::Callbacks,
        Section::PathItems,
        Section::MediaTypes,
    ];

    fn of_name(name: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.name(Version::V3_2) == name)
    }

    /// The field's name.
    pub(super) fn name(self, version: Version) -> &'static str {
        match self {
            Section::Schemas if version == Version::V2_0 => "definitions",
            Section::SecuritySchemes if version == Version::V2_0 => "securityDefinitions",
            Section::Schemas => "schemas",
            Section::Responses => "responses",
            Section::Parameters => "parameters",
            Section::Examples => "examples",
            Section::RequestBodies => "requestBodies",
            Section::Headers => "headers",
            Section::SecuritySchemes => "securitySchemes",
            Section::Links => "links",
            Section::Callbacks => "callbacks",
            Section::PathItems => "pathItems",
            Section::MediaTypes => "mediaTypes",
        }
    }

    /// What a component without a usable name is called.
    pub(super) fn word(self) -> &'static str {
        match self {
            Section::Schemas => "schema",
            Section::Responses => "response",
            Section::Parameters => "parameter",
            Section::Examples => "example",
            Section::RequestBodies => "body",
            Section::Headers => "header",
            Section::SecuritySchemes => "security",
            Section::Links => "link",
            Section::Callbacks => "callback",
            Section::PathItems => "path",
            Section::MediaTypes => "media-type",
        }
    }

    /// What a component of the section is.
    pub(super) fn kind(self) -> Kind {
        match self.map() {
            Map(kind) => *kind,
            kind => kind,
        }
    }

    fn map(self) -> Kind {
        Map(match self {
            Section::Schemas => &Schema,
            Section::Responses => &Response,
            Section::Parameters => &Parameter,
            Section::Examples => &Example,
            Section::RequestBodies => &RequestBody,
            Section::Headers => &Header,
            Section::SecuritySchemes => &SecurityScheme,
            Section::Links => &Link,
            Section::Callbacks => &Callback,
            Section::PathItems => &PathItem,
            Section::MediaTypes => &MediaType,
        })
    }

    /// Whether a version has the section.
    pub(super) fn exists_in(self, version: Version) -> bool {
        match self {
            Section::Schemas | Section::Responses | Section::Parameters | Section::SecuritySchemes => true,
            Section::PathItems => version >= Version::V3_1,
            Section::MediaTypes => version >= Version::V3_2,
            _ => version >= Version::V3_0,
        }
    }

    /// The pointer to the section, `#` included.
    pub(super) fn pointer(self, version: Version) -> String {
        let parent = if version == Version::V2_0 { "" } else { "/components" };
        format!("#{parent}/{}", self.name(version))
    }
}
