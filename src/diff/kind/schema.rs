//! Aspects of schemas. Each is a kind at every [`Position`](super::super::schema::Position); those of `EXISTENCE` have
//! whole ids of their own.

use super::kinds;

kinds! {
    // Types and null.
    TYPE_CHANGED "type-changed" Neither Replaces "has another type";
    TYPE_GENERALIZED "type-generalized" Neither Widens "has a wider type";
    TYPE_SPECIALIZED "type-specialized" Neither Narrows "has a narrower type";
    TYPE_COMPATIBLE "type-compatible" Neither Keeps "has another type of the same form";
    LIST_OF_TYPES_WIDENED "list-of-types-widened" Neither Widens "takes more types";
    LIST_OF_TYPES_NARROWED "list-of-types-narrowed" Neither Narrows "takes fewer types";
    BECAME_NULLABLE "became-nullable" Neither Widens "became nullable";
    BECAME_NOT_NULLABLE "became-not-nullable" Neither Narrows "is no longer nullable";
    // Values.
    BECAME_ENUM "became-enum" Neither Narrows "got an enum";
    ENUM_REMOVED "enum-removed" Neither Widens "lost its enum";
    ENUM_VALUE_ADDED "enum-value-added" Neither Widens "got the enum value {}";
    ENUM_VALUE_REMOVED "enum-value-removed" Neither Narrows "lost the enum value {}";
    EXTENSIBLE_ENUM_VALUE_ADDED "x-extensible-enum-value-added" Neither Keeps "got the extensible enum value {}";
    EXTENSIBLE_ENUM_VALUE_REMOVED "x-extensible-enum-value-removed" Neither Narrows "lost the extensible enum value {}";
    CONST_ADDED "const-added" Neither Narrows "became constant";
    CONST_REMOVED "const-removed" Neither Widens "is no longer constant";
    CONST_CHANGED "const-changed" Neither Replaces "has another constant value";
    DEFAULT_ADDED "default-value-added" Neither Unclear "got a default";
    DEFAULT_REMOVED "default-value-removed" Neither Unclear "lost its default";
    DEFAULT_CHANGED "default-value-changed" Neither Unclear "has another default";
    // Numbers.
    MAX_DECREASED "max-decreased" Neither Narrows "has a lower maximum";
    MAX_INCREASED "max-increased" Neither Widens "has a higher maximum";
    MAX_SET "max-set" Neither Narrows "got a maximum";
    MAX_UNSET "max-unset" Neither Widens "lost its maximum";
    EXCLUSIVE_MAX_DECREASED "exclusive-max-decreased" Neither Narrows "has a lower exclusive maximum";
    EXCLUSIVE_MAX_INCREASED "exclusive-max-increased" Neither Widens "has a higher exclusive maximum";
    EXCLUSIVE_MAX_SET "exclusive-max-set" Neither Narrows "got an exclusive maximum";
    EXCLUSIVE_MAX_UNSET "exclusive-max-unset" Neither Widens "lost its exclusive maximum";
    MIN_INCREASED "min-increased" Neither Narrows "has a higher minimum";
    MIN_DECREASED "min-decreased" Neither Widens "has a lower minimum";
    MIN_SET "min-set" Neither Narrows "got a minimum";
    MIN_UNSET "min-unset" Neither Widens "lost its minimum";
    EXCLUSIVE_MIN_INCREASED "exclusive-min-increased" Neither Narrows "has a higher exclusive minimum";
    EXCLUSIVE_MIN_DECREASED "exclusive-min-decreased" Neither Widens "has a lower exclusive minimum";
    EXCLUSIVE_MIN_SET "exclusive-min-set" Neither Narrows "got an exclusive minimum";
    EXCLUSIVE_MIN_UNSET "exclusive-min-unset" Neither Widens "lost its exclusive minimum";
    MULTIPLE_OF_SET "multiple-of-set" Neither Narrows "must be a multiple now";
    MULTIPLE_OF_UNSET "multiple-of-unset" Neither Widens "need no longer be a multiple";
    MULTIPLE_OF_NARROWED "multiple-of-narrowed" Neither Narrows "must be a multiple of a coarser step";
    MULTIPLE_OF_WIDENED "multiple-of-widened" Neither Widens "must be a multiple of a finer step";
    MULTIPLE_OF_CHANGED "multiple-of-changed" Neither Replaces "must be a multiple of another step";
    // Strings.
    MAX_LENGTH_DECREASED "max-length-decreased" Neither Narrows "has a lower maximum length";
    MAX_LENGTH_INCREASED "max-length-increased" Neither Widens "has a higher maximum length";
    MAX_LENGTH_SET "max-length-set" Neither Narrows "got a maximum length";
    MAX_LENGTH_UNSET "max-length-unset" Neither Widens "lost its maximum length";
    MIN_LENGTH_INCREASED "min-length-increased" Neither Narrows "has a higher minimum length";
    MIN_LENGTH_DECREASED "min-length-decreased" Neither Widens "has a lower minimum length";
    MIN_LENGTH_SET "min-length-set" Neither Narrows "got a minimum length";
    MIN_LENGTH_UNSET "min-length-unset" Neither Widens "lost its minimum length";
    PATTERN_ADDED "pattern-added" Neither Narrows "got a pattern";
    PATTERN_REMOVED "pattern-removed" Neither Widens "lost its pattern";
    PATTERN_CHANGED "pattern-changed" Neither Unclear "has another pattern";
    PATTERN_GENERALIZED "pattern-generalized" Neither Widens "has a pattern that takes everything";
    CONTENT_ENCODING_CHANGED "content-encoding-changed" Neither Replaces "has another content encoding";
    CONTENT_MEDIA_TYPE_CHANGED "content-media-type-changed" Neither Replaces "has another content media type";
    CONTENT_SCHEMA_ADDED "content-schema-added" Neither Narrows "got a schema for its content";
    CONTENT_SCHEMA_REMOVED "content-schema-removed" Neither Widens "lost the schema of its content";
    // Arrays.
    MAX_ITEMS_DECREASED "max-items-decreased" Neither Narrows "takes fewer items";
    MAX_ITEMS_INCREASED "max-items-increased" Neither Widens "takes more items";
    MAX_ITEMS_SET "max-items-set" Neither Narrows "got a maximum number of items";
    MAX_ITEMS_UNSET "max-items-unset" Neither Widens "lost its maximum number of items";
    MIN_ITEMS_INCREASED "min-items-increased" Neither Narrows "needs more items";
    MIN_ITEMS_DECREASED "min-items-decreased" Neither Widens "needs fewer items";
    MIN_ITEMS_SET "min-items-set" Neither Narrows "got a minimum number of items";
    MIN_ITEMS_UNSET "min-items-unset" Neither Widens "lost its minimum number of items";
    UNIQUE_ITEMS_ADDED "unique-items-added" Neither Narrows "must have unique items";
    UNIQUE_ITEMS_REMOVED "unique-items-removed" Neither Widens "may repeat items";
    ITEMS_ADDED "items-added" Neither Narrows "says what its items are";
    ITEMS_REMOVED "items-removed" Neither Widens "no longer says what its items are";
    PREFIX_ITEMS_ADDED "prefix-items-added" Neither Narrows "got a schema for item {}";
    PREFIX_ITEMS_REMOVED "prefix-items-removed" Neither Widens "lost the schema of item {}";
    CONTAINS_ADDED "contains-added" Neither Narrows "got `contains`";
    CONTAINS_REMOVED "contains-removed" Neither Widens "lost `contains`";
    MIN_CONTAINS_INCREASED "min-contains-increased" Neither Narrows "needs more matches of `contains`";
    MIN_CONTAINS_DECREASED "min-contains-decreased" Neither Widens "needs fewer matches of `contains`";
    MAX_CONTAINS_DECREASED "max-contains-decreased" Neither Narrows "takes fewer matches of `contains`";
    MAX_CONTAINS_INCREASED "max-contains-increased" Neither Widens "takes more matches of `contains`";
    UNEVALUATED_ITEMS_ADDED "unevaluated-items-added" Neither Narrows "got `unevaluatedItems`";
    UNEVALUATED_ITEMS_REMOVED "unevaluated-items-removed" Neither Widens "lost `unevaluatedItems`";
    // Objects.
    MAX_PROPERTIES_DECREASED "max-properties-decreased" Neither Narrows "takes fewer properties";
    MAX_PROPERTIES_INCREASED "max-properties-increased" Neither Widens "takes more properties";
    MAX_PROPERTIES_SET "max-properties-set" Neither Narrows "got a maximum number of properties";
    MAX_PROPERTIES_UNSET "max-properties-unset" Neither Widens "lost its maximum number of properties";
    MIN_PROPERTIES_INCREASED "min-properties-increased" Neither Narrows "needs more properties";
    MIN_PROPERTIES_DECREASED "min-properties-decreased" Neither Widens "needs fewer properties";
    MIN_PROPERTIES_SET "min-properties-set" Neither Narrows "got a minimum number of properties";
    MIN_PROPERTIES_UNSET "min-properties-unset" Neither Widens "lost its minimum number of properties";
    ADDITIONAL_PROPERTIES_FORBIDDEN "additional-properties-forbidden" Neither Narrows "takes no other properties";
    ADDITIONAL_PROPERTIES_RESTRICTED "additional-properties-restricted" Neither Narrows "restricts its other properties";
    ADDITIONAL_PROPERTIES_ALLOWED "additional-properties-allowed" Neither Widens "takes other properties";
    ADDITIONAL_PROPERTIES_UNRESTRICTED "additional-properties-unrestricted" Neither Widens "no longer restricts its other properties";
    PATTERN_PROPERTY_ADDED "pattern-property-added" Neither Narrows "got a schema for the properties that match {}";
    PATTERN_PROPERTY_REMOVED "pattern-property-removed" Neither Widens "lost the schema of the properties that match {}";
    PROPERTY_NAMES_ADDED "property-names-added" Neither Narrows "got `propertyNames`";
    PROPERTY_NAMES_REMOVED "property-names-removed" Neither Widens "lost `propertyNames`";
    DEPENDENT_REQUIRED_ADDED "dependent-required-added" Neither Narrows "needs other properties beside {}";
    DEPENDENT_REQUIRED_REMOVED "dependent-required-removed" Neither Widens "needs no other properties beside {}";
    DEPENDENT_REQUIRED_CHANGED "dependent-required-changed" Neither Replaces "needs other properties than before beside another";
    DEPENDENT_SCHEMA_ADDED "dependent-schema-added" Neither Narrows "got a schema that depends on {}";
    DEPENDENT_SCHEMA_REMOVED "dependent-schema-removed" Neither Widens "lost the schema that depends on {}";
    UNEVALUATED_PROPERTIES_ADDED "unevaluated-properties-added" Neither Narrows "got `unevaluatedProperties`";
    UNEVALUATED_PROPERTIES_REMOVED "unevaluated-properties-removed" Neither Widens "lost `unevaluatedProperties`";
    // Composition.
    ALL_OF_ADDED "all-of-added" Neither Narrows "got the `allOf` part {}";
    ALL_OF_REMOVED "all-of-removed" Neither Widens "lost the `allOf` part {}";
    ALL_OF_ADDED_ANNOTATION "all-of-added-annotation-only" Neither Keeps "got the `allOf` part {}, which only documents";
    ALL_OF_REMOVED_ANNOTATION "all-of-removed-annotation-only" Neither Keeps "lost the `allOf` part {}, which only documents";
    ANY_OF_ADDED "any-of-added" Neither Widens "got the `anyOf` branch {}";
    ANY_OF_REMOVED "any-of-removed" Neither Narrows "lost the `anyOf` branch {}";
    ONE_OF_ADDED "one-of-added" Neither Widens "got the `oneOf` branch {}";
    ONE_OF_REMOVED "one-of-removed" Neither Narrows "lost the `oneOf` branch {}";
    ANY_OF_BECAME_ONE_OF "any-of-became-one-of" Neither Narrows "must match exactly one branch now, not at least one";
    ONE_OF_BECAME_ANY_OF "one-of-became-any-of" Neither Widens "may match several branches now, not exactly one";
    UNION_ADDED "union-added" Neither Narrows "must match a branch of {} now";
    UNION_REMOVED "union-removed" Neither Widens "need no longer match a branch of {}";
    WRAPPED_IN_ONE_OF "wrapped-in-one-of" Neither Replaces "was wrapped in `oneOf`";
    NOT_ADDED "not-added" Neither Narrows "got `not`";
    NOT_REMOVED "not-removed" Neither Widens "lost `not`";
    IF_ADDED "if-added" Neither Narrows "got `if`";
    IF_REMOVED "if-removed" Neither Widens "lost `if`";
    THEN_ADDED "then-added" Neither Narrows "got `then`";
    THEN_REMOVED "then-removed" Neither Widens "lost `then`";
    ELSE_ADDED "else-added" Neither Narrows "got `else`";
    ELSE_REMOVED "else-removed" Neither Widens "lost `else`";
    // Discriminator.
    DISCRIMINATOR_ADDED "discriminator-added" Neither Keeps "got a discriminator";
    DISCRIMINATOR_REMOVED "discriminator-removed" Neither Keeps "lost its discriminator";
    DISCRIMINATOR_PROPERTY_CHANGED "discriminator-property-name-changed" Neither Unclear "has another discriminator property";
    DISCRIMINATOR_MAPPING_ADDED "discriminator-mapping-added" Neither Keeps "got the discriminator value {}";
    DISCRIMINATOR_MAPPING_DELETED "discriminator-mapping-deleted" Neither Keeps "lost the discriminator value {}";
    DISCRIMINATOR_MAPPING_CHANGED "discriminator-mapping-changed" Neither Unclear "maps a discriminator value to another schema";
    // Lifecycle.
    DEPRECATED "deprecated" Neither Keeps "became deprecated";
    DEPRECATED_WITH_SUNSET "deprecated-with-sunset" Neither Keeps "became deprecated with a sunset";
    REACTIVATED "reactivated" Neither Keeps "is no longer deprecated";
    DEPRECATED_SUNSET_MISSING "deprecated-sunset-missing" Neither Replaces "became deprecated without the sunset that the policy asks for";
    DEPRECATED_SUNSET_INVALID "deprecated-sunset-invalid" Neither Replaces "became deprecated with a sunset that is no date";
    SUNSET_TOO_SMALL "sunset-date-too-small" Neither Replaces "became deprecated with a sunset that is too near";
    STABILITY_DECREASED "stability-decreased" Neither Replaces "is less stable";
    STABILITY_INCREASED "stability-increased" Neither Keeps "is more stable";
}

/// Aspects whose ids depend on more than the position: [`naming`](super::super::schema) finds them.
pub(in crate::diff) mod existence {
    super::kinds! {
        PROPERTY_ADDED "property-added" Neither Keeps "";
        PROPERTY_REMOVED "property-removed" Neither Keeps "";
        PROPERTY_RENAMED "property-renamed" Neither Keeps "";
        PROPERTY_BECAME_REQUIRED "property-became-required" Neither Keeps "";
        PROPERTY_BECAME_OPTIONAL "property-became-optional" Neither Keeps "";
        BECAME_READ_ONLY "became-read-only" Neither Keeps "";
        BECAME_NOT_READ_ONLY "became-not-read-only" Neither Keeps "";
        BECAME_WRITE_ONLY "became-write-only" Neither Keeps "";
        BECAME_NOT_WRITE_ONLY "became-not-write-only" Neither Keeps "";
        TYPE "type" Neither Keeps "";
    }
}

/// The whole ids of [`existence`], and the kinds that a property hidden from one side has.
pub(in crate::diff) mod named {
    super::kinds! {
        NEW_REQUIRED_REQUEST "new-required-request-property" Request Narrows "is new and required";
        NEW_REQUIRED_REQUEST_DEFAULT "new-required-request-property-with-default" Request Narrows "is new and required, with a default";
        NEW_OPTIONAL_REQUEST "new-optional-request-property" Request Widens "is new";
        REQUEST_REMOVED "request-property-removed" Request Narrows "was removed";
        REQUEST_RENAMED "request-property-renamed" Request Replaces "was renamed";
        REQUEST_BECAME_REQUIRED "request-property-became-required" Request Narrows "became required";
        REQUEST_BECAME_REQUIRED_DEFAULT "request-property-became-required-with-default" Request Narrows "became required, with a default";
        REQUEST_BECAME_OPTIONAL "request-property-became-optional" Request Widens "became optional";
        RESPONSE_REQUIRED_REMOVED "response-required-property-removed" Response Widens "was removed, it was required";
        RESPONSE_OPTIONAL_REMOVED "response-optional-property-removed" Response Widens "was removed, it was optional";
        RESPONSE_REQUIRED_WRITE_ONLY_REMOVED "response-required-write-only-property-removed" Response Keeps "was removed, it was write-only";
        RESPONSE_OPTIONAL_WRITE_ONLY_REMOVED "response-optional-write-only-property-removed" Response Keeps "was removed, it was write-only";
        RESPONSE_REQUIRED_ADDED "response-required-property-added" Response Narrows "is new and always there";
        RESPONSE_OPTIONAL_ADDED "response-optional-property-added" Response Narrows "is new";
        RESPONSE_REQUIRED_WRITE_ONLY_ADDED "response-required-write-only-property-added" Response Keeps "is new and write-only";
        RESPONSE_OPTIONAL_WRITE_ONLY_ADDED "response-optional-write-only-property-added" Response Keeps "is new and write-only";
        RESPONSE_RENAMED "response-property-renamed" Response Replaces "was renamed";
        RESPONSE_BECAME_OPTIONAL "response-property-became-optional" Response Widens "became optional";
        RESPONSE_BECAME_REQUIRED "response-property-became-required" Response Narrows "is always there now";
        RESPONSE_WRITE_ONLY_BECAME_OPTIONAL "response-write-only-property-became-optional" Response Keeps "became optional, it is write-only";
        RESPONSE_WRITE_ONLY_BECAME_REQUIRED "response-write-only-property-became-required" Response Keeps "became required, it is write-only";
        NEW_REQUIRED_HEADER "new-required-request-header-property" Request Narrows "is new and required";
        HEADER_BECAME_REQUIRED "request-header-property-became-required" Request Narrows "became required";
        HEADER_BECAME_ENUM "request-header-property-became-enum" Request Narrows "got an enum";
        NEW_REQUIRED_PARAMETER "new-required-request-parameter-property" Request Narrows "is new and required";
        NEW_OPTIONAL_PARAMETER "new-optional-request-parameter-property" Request Widens "is new";
        PARAMETER_REMOVED "request-parameter-property-removed" Request Narrows "was removed";
        PARAMETER_RENAMED "request-parameter-property-renamed" Request Replaces "was renamed";
        PARAMETER_BECAME_REQUIRED "request-parameter-property-became-required" Request Narrows "became required";
        PARAMETER_BECAME_OPTIONAL "request-parameter-property-became-optional" Request Widens "became optional";
        RESPONSE_HEADER_ADDED "response-header-property-added" Response Narrows "is new";
        RESPONSE_HEADER_REMOVED "response-header-property-removed" Response Widens "was removed";
        RESPONSE_HEADER_RENAMED "response-header-property-renamed" Response Replaces "was renamed";
        RESPONSE_HEADER_BECAME_REQUIRED "response-header-property-became-required" Response Narrows "is always there now";
        RESPONSE_HEADER_BECAME_OPTIONAL "response-header-property-became-optional" Response Widens "became optional";
        REQUEST_OPTIONAL_READ_ONLY "request-optional-property-became-read-only" Request Narrows "became read-only";
        REQUEST_REQUIRED_READ_ONLY "request-required-property-became-read-only" Request Narrows "became read-only";
        REQUEST_OPTIONAL_NOT_READ_ONLY "request-optional-property-became-not-read-only" Request Widens "is no longer read-only";
        REQUEST_REQUIRED_NOT_READ_ONLY "request-required-property-became-not-read-only" Request Narrows "is no longer read-only, and required";
        REQUEST_OPTIONAL_WRITE_ONLY "request-optional-property-became-write-only" Request Keeps "became write-only";
        REQUEST_REQUIRED_WRITE_ONLY "request-required-property-became-write-only" Request Keeps "became write-only";
        REQUEST_OPTIONAL_NOT_WRITE_ONLY "request-optional-property-became-not-write-only" Request Keeps "is no longer write-only";
        REQUEST_REQUIRED_NOT_WRITE_ONLY "request-required-property-became-not-write-only" Request Keeps "is no longer write-only";
        RESPONSE_OPTIONAL_READ_ONLY "response-optional-property-became-read-only" Response Keeps "became read-only";
        RESPONSE_REQUIRED_READ_ONLY "response-required-property-became-read-only" Response Keeps "became read-only";
        RESPONSE_OPTIONAL_NOT_READ_ONLY "response-optional-property-became-not-read-only" Response Keeps "is no longer read-only";
        RESPONSE_REQUIRED_NOT_READ_ONLY "response-required-property-became-not-read-only" Response Keeps "is no longer read-only";
        RESPONSE_OPTIONAL_WRITE_ONLY "response-optional-property-became-write-only" Response Widens "became write-only";
        RESPONSE_REQUIRED_WRITE_ONLY "response-required-property-became-write-only" Response Widens "became write-only";
        RESPONSE_OPTIONAL_NOT_WRITE_ONLY "response-optional-property-became-not-write-only" Response Narrows "is no longer write-only";
        RESPONSE_REQUIRED_NOT_WRITE_ONLY "response-required-property-became-not-write-only" Response Unclear "is no longer write-only";
        READ_ONLY_ENUM_VALUE_REMOVED "request-read-only-property-enum-value-removed" Request Keeps "lost the enum value {}, it is read-only";
        READ_ONLY_MAX_DECREASED "request-read-only-property-max-decreased" Request Keeps "has a lower maximum, it is read-only";
        READ_ONLY_EXCLUSIVE_MAX_DECREASED "request-read-only-property-exclusive-max-decreased" Request Keeps "has a lower exclusive maximum, it is read-only";
        READ_ONLY_MAX_LENGTH_DECREASED "request-read-only-property-max-length-decreased" Request Keeps "has a lower maximum length, it is read-only";
        READ_ONLY_MIN_INCREASED "request-read-only-property-min-increased" Request Keeps "has a higher minimum, it is read-only";
        READ_ONLY_EXCLUSIVE_MIN_INCREASED "request-read-only-property-exclusive-min-increased" Request Keeps "has a higher exclusive minimum, it is read-only";
        WRITE_ONLY_ENUM_VALUE_ADDED "response-write-only-property-enum-value-added" Response Keeps "got the enum value {}, it is write-only";
    }
}

/// Texts of schemas: told once for each schema, whoever uses it.
pub(in crate::diff) mod texts {
    super::kinds! {
        TITLE "schema-title-changed" Neither Keeps "has another title";
        DESCRIPTION "schema-description-changed" Neither Keeps "has another description";
        EXAMPLES "schema-examples-changed" Neither Keeps "has other examples";
        EXTERNAL_DOCS "schema-external-docs-changed" Neither Keeps "has other external documentation";
        XML "schema-xml-changed" Neither Unclear "is written as XML in another way";
    }
}
