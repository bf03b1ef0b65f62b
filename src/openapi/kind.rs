//! The kinds of object that a definition is made of, and the words of the tables that say what each holds.
//!
//! The tables themselves are data, one file a version: [`super::v2_0`], [`super::v3_0`], [`super::v3_1`],
//! [`super::v3_2`]. Sources: the text of the OpenAPI Specification and its own JSON Schemas (2.0 of 2017-08-27, 3.0 of
//! 2024-10-18, 3.1 and 3.2 of 2025-11-23).

macro_rules! kinds {
    ($($name:ident: $words:literal,)*) => {
        /// What an object (or a list, or a map of objects) of a definition is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Kind {
            $(#[doc = $words] $name,)*
        }

        impl Kind {
            /// Every kind, in the order of their numbers.
            pub(crate) const ALL: &'static [Kind] = &[$(Kind::$name,)*];

            /// The words for people, as the specification writes them.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Kind::$name => $words,)*
                }
            }
        }
    };
}

kinds! {
    Root: "OpenAPI Object",
    Info: "Info Object",
    Contact: "Contact Object",
    License: "License Object",
    Logo: "logo",
    TagList: "list of tags",
    Tag: "Tag Object",
    TagGroupList: "list of tag groups",
    TagGroup: "tag group",
    ExternalDocs: "External Documentation Object",
    ServerList: "list of servers",
    Server: "Server Object",
    ServerVariables: "map of server variables",
    ServerVariable: "Server Variable Object",
    SecurityRequirementList: "list of security requirements",
    SecurityRequirement: "Security Requirement Object",
    Paths: "Paths Object",
    Webhooks: "map of webhooks",
    PathItem: "Path Item Object",
    AdditionalOperations: "map of additional operations",
    Operation: "Operation Object",
    CodeSampleList: "list of code samples",
    CodeSample: "code sample",
    ParameterList: "list of parameters",
    Parameter: "Parameter Object",
    Items: "Items Object",
    RequestBody: "Request Body Object",
    MediaTypes: "map of media types",
    MediaType: "Media Type Object",
    Encodings: "map of encodings",
    EncodingList: "list of encodings",
    Encoding: "Encoding Object",
    Examples: "map of examples",
    Example: "Example Object",
    ExampleValues: "map of example values",
    Responses: "Responses Object",
    Response: "Response Object",
    Headers: "map of headers",
    Header: "Header Object",
    Links: "map of links",
    Link: "Link Object",
    LinkParameters: "map of link parameters",
    Callbacks: "map of callbacks",
    Callback: "Callback Object",
    Schema: "Schema Object",
    SchemaList: "list of schemas",
    Properties: "map of properties",
    PatternProperties: "map of pattern properties",
    DependentSchemas: "map of dependent schemas",
    DependentRequired: "map of dependent names",
    Definitions: "map of `$defs`",
    Discriminator: "Discriminator Object",
    DiscriminatorMapping: "discriminator mapping",
    Xml: "XML Object",
    Components: "Components Object",
    NamedSchemas: "map of schema components",
    NamedResponses: "map of response components",
    NamedParameters: "map of parameter components",
    NamedExamples: "map of example components",
    NamedRequestBodies: "map of request body components",
    NamedHeaders: "map of header components",
    NamedSecuritySchemes: "map of security schemes",
    NamedLinks: "map of link components",
    NamedCallbacks: "map of callback components",
    NamedPathItems: "map of path item components",
    NamedMediaTypes: "map of media type components",
    SecurityScheme: "Security Scheme Object",
    OAuthFlows: "OAuth Flows Object",
    ImplicitFlow: "OAuth Flow Object (implicit)",
    PasswordFlow: "OAuth Flow Object (password)",
    ClientCredentialsFlow: "OAuth Flow Object (client credentials)",
    AuthorizationCodeFlow: "OAuth Flow Object (authorization code)",
    DeviceAuthorizationFlow: "OAuth Flow Object (device authorization)",
    Scopes: "map of scopes",
    PkceSettings: "PKCE settings",
    TextMap: "map of strings",
}

impl Kind {
    /// Whether the specification lets a Reference Object stand in for an object of this kind. Maps and lists never
    /// may be one; a Path Item has a field of that name.
    pub(crate) fn may_be_reference(self) -> bool {
        matches!(
            self,
            Kind::Schema
                | Kind::Response
                | Kind::Parameter
                | Kind::RequestBody
                | Kind::Example
                | Kind::Header
                | Kind::SecurityScheme
                | Kind::Link
                | Kind::Callback
                | Kind::PathItem
                | Kind::MediaType
        )
    }
}

/// What a field's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Anything at all: an example, a default. Never looked into.
    Anything,
    /// A string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A number greater than 0.
    PositiveNumber,
    /// A whole number.
    Integer,
    /// A whole number of at least 0.
    Count,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// A list of these strings.
    Choices(&'static [&'static str]),
    /// One of these strings, or a list of them.
    ChoiceOrChoices(&'static [&'static str]),
    /// A list of strings.
    Texts,
    /// A list of anything.
    Values,
    /// An object (for a list kind: a list) of a kind.
    Object(Kind),
    /// An object of a kind, or a boolean.
    BooleanOr(Kind),
    /// An object of a kind, or a list of such objects.
    ObjectOrList(Kind),
}

impl Holds {
    /// The kind of object in it.
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            Holds::Object(kind) | Holds::BooleanOr(kind) | Holds::ObjectOrList(kind) => Some(kind),
            _ => None,
        }
    }
}

/// One fixed field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// What its value is.
    pub(crate) holds: Holds,
}

/// Shorthand of the tables.
pub(super) const fn field(name: &'static str, holds: Holds) -> Field {
    Field { name, holds }
}

/// The keys that an object has beside its fixed fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// None.
    None,
    /// Every key.
    Every(Holds),
    /// Keys that start with `/`.
    Paths(Holds),
    /// HTTP status codes: three digits, from 3.0 on also `1XX` to `5XX`.
    Statuses(Holds),
    /// HTTP methods that have no field of their own.
    Methods(Holds),
    /// Names of HTTP headers (RFC 9110, 5.1).
    HeaderNames(Holds),
}

/// When a [`Case`] applies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    /// A field has one of these values.
    Is(&'static str, &'static [&'static str]),
    /// A field is there.
    Has(&'static str),
}

/// What more holds for an object in one of its forms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    /// The form.
    pub(crate) when: When,
    /// Fields that must be there.
    pub(crate) required: &'static [&'static str],
    /// Fields that must not be there.
    pub(crate) refused: &'static [&'static str],
    /// Fields whose value is one of fewer words.
    pub(crate) choices: &'static [(&'static str, &'static [&'static str])],
    /// Fields whose text has a form.
    pub(crate) texts: &'static [TextForm],
}

/// The form of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextForm {
    /// The field.
    pub(crate) field: &'static str,
    /// Whether a text has the form.
    pub(crate) fits: fn(&str) -> bool,
    /// What it is, to go after "is no".
    pub(crate) words: &'static str,
}

/// A case that asks for nothing; the tables fill it in.
pub(super) const fn case(when: When) -> Case {
    Case { when, required: &[], refused: &[], choices: &[], texts: &[] }
}

/// What objects of one kind hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Fixed fields, in the order of the specification; a later group replaces fields of an earlier one.
    pub(crate) fields: &'static [&'static [Field]],
    /// Keys beside them.
    pub(crate) keys: Keys,
    /// Set for lists: what the items are.
    pub(crate) items: Option<Kind>,
    /// Whether keys that start with `x-` are extensions. In a plain map they are entries.
    pub(crate) extensions: bool,
    /// Whether keys that are in no table are allowed: JSON Schema ignores keywords that it doesn't know.
    pub(crate) open: bool,
    /// Whether `true` and `false` are allowed instead of an object: JSON Schema's boolean schemas.
    pub(crate) boolean: bool,
    /// Whether at least one key that is no extension must be there.
    pub(crate) filled: bool,
    /// Fields that must be there.
    pub(crate) required: &'static [&'static str],
    /// Of these fields at least one must be there.
    pub(crate) one_of: &'static [&'static str],
    /// Pairs of fields that exclude each other.
    pub(crate) exclusive: &'static [(&'static str, &'static str)],
    /// What more holds in certain forms.
    pub(crate) cases: &'static [Case],
}

/// An object without fields that accepts extensions; the tables fill it in.
pub(super) const OBJECT: Shape = Shape {
    fields: &[],
    keys: Keys::None,
    items: None,
    extensions: true,
    open: false,
    boolean: false,
    filled: false,
    required: &[],
    one_of: &[],
    exclusive: &[],
    cases: &[],
};

/// An object with fixed fields.
pub(super) const fn object(fields: &'static [&'static [Field]], required: &'static [&'static str]) -> Shape {
    Shape { fields, required, ..OBJECT }
}

/// A map: every key is an entry.
pub(super) const fn map(holds: Holds) -> Shape {
    Shape { keys: Keys::Every(holds), extensions: false, ..OBJECT }
}

/// A list of objects.
pub(super) const fn list(kind: Kind) -> Shape {
    Shape { items: Some(kind), extensions: false, ..OBJECT }
}
