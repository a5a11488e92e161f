using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>
/// Compares values with types. The work is that of the value written out; a value that shares parts may be far smaller than that, so
/// it is bounded over all values together.
/// </summary>
internal sealed class ValueConformance(CedarSchema schema)
{
    /// <summary>How many values are compared, those in sets and records included.</summary>
    public const int MaximumSteps = 1 << 24;

    private readonly List<string> _path = [];
    private int _steps;

    /// <summary>Why a value is not of a type; null where it is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The type.</param>
    /// <param name="name">What messages call the value.</param>
    public ConformanceFault? Check(Value value, CedarType type, string name)
    {
        _path.Clear();
        _path.Add(name);
        return Check(value, type);
    }

    /// <summary>Why no entity can have a uid; null where one can. Only enumerated types and actions say which uids there are.</summary>
    public ConformanceFault? CheckUid(EntityUid uid)
    {
        if (SchemaWords.IsActionType(uid.Type))
        {
            return schema.TryGetAction(uid, out _) ? null : new ConformanceFault(uid, $"the action `{Excerpt.Of(uid.ToString())}` is not declared", SchemaSuggestions.Action(schema, uid));
        }

        return !schema.TryGetEntityType(uid.Type, out EntityTypeDefinition? type) || type.Admits(uid.Id)
            ? null
            : new ConformanceFault(uid, $"`{Excerpt.Of(uid.ToString())}` is none of the entities of the enumerated type `{Excerpt.Of(uid.Type)}`", SchemaSuggestions.Choice(type, uid.Id));
    }

    private ConformanceFault? Check(Value value, CedarType type)
    {
        if (++_steps > MaximumSteps)
        {
            return Fault($"more than {MaximumSteps} values are to be compared with the schema");
        }

        switch (type)
        {
            case PrimitiveType primitive:
                return value.Kind == primitive.Kind ? null : Mismatch(value, type);
            case EntityReferenceType entity when value.Kind == ValueKind.Entity && value.AsEntity.Type == entity.Name:
                return CheckUid(value.AsEntity) is { } fault ? Fault(fault.Message, fault.Help) : null;
            case SetType set when value.Kind == ValueKind.Set:
                return CheckElements(value.AsSet, set.Element);
            case RecordType record when value.Kind == ValueKind.Record:
                return CheckEntries(value.AsRecord, record);
            default:
                return Mismatch(value, type);
        }
    }

    private ConformanceFault? CheckElements(CedarSet set, CedarType element)
    {
        foreach (Value value in set.AsSpan())
        {
            _path.Add("[…]");
            if (Check(value, element) is { } fault)
            {
                return fault;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return null;
    }

    /// <summary>Compares the entries of a record, or the attributes of an entity.</summary>
    private ConformanceFault? CheckEntries(CedarRecord record, RecordType type)
    {
        for (int i = 0; i < record.Count; i++)
        {
            string name = record.NameAt(i);
            if (!type.TryGet(name, out AttributeType attribute))
            {
                return Fault($"{Where()} has the attribute `{Excerpt.Of(name)}`, which is not declared", SchemaSuggestions.Attribute(type, name));
            }

            _path.Add("." + name);
            if (Check(record.ValueAt(i), attribute.Type) is { } fault)
            {
                return fault;
            }

            _path.RemoveAt(_path.Count - 1);
        }

        foreach (AttributeType attribute in type.Attributes)
        {
            if (attribute.IsRequired && !record.ContainsKey(attribute.Name))
            {
                return Fault($"{Where()} lacks the attribute `{Excerpt.Of(attribute.Name)}`", $"give it one of type `{attribute.Type}`, or declare it as optional, `{Excerpt.Of(attribute.Name)}?`");
            }
        }

        return null;
    }

    private ConformanceFault Mismatch(Value value, CedarType type) =>
        Fault($"{Where()} is {Describe(value)}, and must be of type `{type}`");

    private string Where() => $"`{Excerpt.Of(string.Concat(_path))}`";

    private static ConformanceFault Fault(string message, string? help = null) => new(null, message, help);

    private static string Describe(Value value) => value.Kind switch
    {
        ValueKind.Boolean => "a Bool",
        ValueKind.Long => "a Long",
        ValueKind.String => "a String",
        ValueKind.Entity => $"an entity of type `{Excerpt.Of(value.AsEntity.Type)}`",
        ValueKind.Set => "a set",
        ValueKind.Record => "a record",
        ValueKind.Decimal => "a decimal",
        ValueKind.IpAddress => "an ipaddr",
        ValueKind.DateTime => "a datetime",
        ValueKind.Duration => "a duration",
        _ => "no value",
    };
}
