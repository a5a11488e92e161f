namespace AgentGuard;

/// <summary>The types that a JSON Schema names.</summary>
[Flags]
internal enum JsonTypes
{
    /// <summary>No value fits.</summary>
    None = 0,

    /// <summary><c>null</c>.</summary>
    Null = 1,

    /// <summary><c>true</c> and <c>false</c>.</summary>
    Boolean = 2,

    /// <summary>Whole numbers in plain digits.</summary>
    Integer = 4,

    /// <summary>All numbers.</summary>
    Number = 8,

    /// <summary>Text.</summary>
    String = 16,

    /// <summary>Arrays.</summary>
    Array = 32,

    /// <summary>Objects.</summary>
    Object = 64,

    /// <summary>What a schema without <c>type</c> allows.</summary>
    Any = Null | Boolean | Integer | Number | String | Array | Object,
}
