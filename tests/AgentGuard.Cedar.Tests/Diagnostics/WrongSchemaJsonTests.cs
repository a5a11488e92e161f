namespace AgentGuard.Cedar.Tests.Diagnostics;

/// <summary>Mistakes in a schema in JSON, and what their author reads.</summary>
public sealed class WrongSchemaJsonTests
{
    public static TheoryData<string, string> Schemas => new()
    {
        {
            """entity User;""",
            """
            error: the JSON is malformed: 'e' is an invalid start of a value
             --> s.json:1:1
              |
            1 | entity User;
              | ^
              = help: a schema in Cedar's own syntax is not JSON
            """
        },
        {
            """{"": {"entityTypes": {}}}""",
            """
            error: `actions` is missing
             --> s.json:1:2
              |
            1 | {"": {"entityTypes": {}}}
              |  ^^
            """
        },
        {
            """{"entityTypes": {}, "actions": {}}""",
            """
            error: `entityTypes` stands outside a namespace
             --> s.json:1:2
              |
            1 | {"entityTypes": {}, "actions": {}}
              |  ^^^^^^^^^^^^^
              = help: put the declarations into a namespace, `{"Name": {"entityTypes": …}}`; the name of none is `""`
            """
        },
        {
            """{"": {"entityTypes": {"User": {"shap": {"type": "Record", "attributes": {}}}}, "actions": {}}}""",
            """
            error: unknown name `shap`
             --> s.json:1:32
              |
            1 | {"": {"entityTypes": {"User": {"shap": {"type": "Record", "attributes": {}}}}, "actions": {}}}
              |                                ^^^^^^
              = help: did you mean `shape`?
            """
        },
        {
            """{"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {"age": {"type": "Long", "optional": true}}}}}, "actions": {}}}""",
            """
            error: unknown name `optional`
             --> s.json:1:99
              |
            1 | …es": {"User": {"shape": {"type": "Record", "attributes": {"age": {"type": "Long", "optional": true}}}}}, "actions": {}}}
              |                                                                                    ^^^^^^^^^^
              = help: an attribute that may be absent has `"required": false`
            """
        },
        {
            """{"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {"ip": {"type": "Extension", "name": "ipadr"}}}}}, "actions": {}}}""",
            """
            error: unknown extension type `ipadr`
             --> s.json:1:111
              |
            1 | …: {"User": {"shape": {"type": "Record", "attributes": {"ip": {"type": "Extension", "name": "ipadr"}}}}}, "actions": {}}}
              |                                                                                             ^^^^^^^
              = help: did you mean `ipaddr`?
            """
        },
        {
            """{"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {"boss": {"type": "Entity", "name": "Usr"}}}}}, "actions": {}}}""",
            """
            error: undeclared entity type `Usr`
             --> s.json:1:110
              |
            1 | …es": {"User": {"shape": {"type": "Record", "attributes": {"boss": {"type": "Entity", "name": "Usr"}}}}}, "actions": {}}}
              |                                                                                               ^^^^^
              = help: did you mean `User`?
            """
        },
        {
            """{"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {"names": {"type": "Set"}}}}}, "actions": {}}}""",
            """
            error: `element` is missing
             --> s.json:1:93
              |
            1 | {"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {"names": {"type": "Set"}}}}}, "actions": {}}}
              |                                                                                             ^^^^^
            """
        },
        {
            """{"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {}, "additionalAttributes": true}}}, "actions": {}}}""",
            """
            error: the record has additional attributes
             --> s.json:1:50
              |
            1 | {"": {"entityTypes": {"User": {"shape": {"type": "Record", "attributes": {}, "additionalAttributes": true}}}, "actions":…
              |                                                  ^^^^^^^^
              = help: records have exactly the attributes that are declared
            """
        },
        {
            """{"": {"entityTypes": {"Color": {"enum": []}}, "actions": {}}}""",
            """
            error: `enum` is empty
             --> s.json:1:33
              |
            1 | {"": {"entityTypes": {"Color": {"enum": []}}, "actions": {}}}
              |                                 ^^^^^^
              = help: an enumerated entity type has at least one id
            """
        },
        {
            """{"": {"entityTypes": {"Color": {"enum": ["red"], "tags": {"type": "Long"}}}, "actions": {}}}""",
            """
            error: the enumerated entity type `Color` has more than `enum`
             --> s.json:1:23
              |
            1 | {"": {"entityTypes": {"Color": {"enum": ["red"], "tags": {"type": "Long"}}}, "actions": {}}}
              |                       ^^^^^^^
              = help: its entities have no attributes and no tags and are in nothing
            """
        },
        {
            """{"": {"entityTypes": {}, "actions": {"view": {"attributes": {}}}}}""",
            """
            error: the action `view` has attributes
             --> s.json:1:47
              |
            1 | {"": {"entityTypes": {}, "actions": {"view": {"attributes": {}}}}}
              |                                               ^^^^^^^^^^^^
              = help: actions have no attributes
            """
        },
        {
            """{"": {"entityTypes": {}, "actions": {"view": {"appliesTo": {"principalTypes": []}}}}}""",
            """
            error: `resourceTypes` is missing
             --> s.json:1:47
              |
            1 | {"": {"entityTypes": {}, "actions": {"view": {"appliesTo": {"principalTypes": []}}}}}
              |                                               ^^^^^^^^^^^
            """
        },
        {
            """{"": {"entityTypes": {"User": {"shape": {"type": "Long"}}}, "actions": {}}}""",
            """
            error: the shape of the entity type `User` must be a record, and `Long` is none
             --> s.json:1:50
              |
            1 | {"": {"entityTypes": {"User": {"shape": {"type": "Long"}}}, "actions": {}}}
              |                                                  ^^^^^^
              = help: write its attributes in braces, `{name: Type, …}`
            """
        },
        {
            """{"": {"entityTypes": {"my user": {}}, "actions": {}}}""",
            """
            error: `my user` is not an identifier
             --> s.json:1:23
              |
            1 | {"": {"entityTypes": {"my user": {}}, "actions": {}}}
              |                       ^^^^^^^^^
              = help: an identifier is made of letters, digits and underscores, and is no reserved word
            """
        },
        {
            """{"": {"entityTypes": {"User": {}, "User": {}}, "actions": {}}}""",
            """
            error: `User` stands twice in one object
             --> s.json:1:35
              |
            1 | {"": {"entityTypes": {"User": {}, "User": {}}, "actions": {}}}
              |                                   ^^^^^^
            """
        },
        {
            """{"": {"entityTypes": {"User": {}}, "actions": {},}}""",
            """
            error: the JSON is malformed: the JSON object contains a trailing comma at the end which is not supported in this mode
             --> s.json:1:50
              |
            1 | {"": {"entityTypes": {"User": {}}, "actions": {},}}
              |                                                  ^
            """
        },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_mistake_is_explained(string text, string expected) =>
        Assert.Equal(expected, Rendered.SchemaJson(text));
}
