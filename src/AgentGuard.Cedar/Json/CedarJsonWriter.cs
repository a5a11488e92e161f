using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>Writes Cedar's JSON, equal things alike.</summary>
internal static class CedarJsonWriter
{
    private static readonly Comparer<EntityUid> s_uids = Comparer<EntityUid>.Create(ValueOrder.CompareUids);

    public static void Write(Utf8JsonWriter writer, IEnumerable<Entity> entities)
    {
        writer.WriteStartArray();
        foreach (Entity entity in entities.OrderBy(e => e.Uid, s_uids))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("uid");
            WriteUid(writer, entity.Uid);
            writer.WritePropertyName("attrs");
            WriteEntries(writer, entity.Attributes);
            writer.WriteStartArray("parents");
            foreach (EntityUid parent in entity.Parents.Order(s_uids))
            {
                WriteUid(writer, parent);
            }

            writer.WriteEndArray();
            if (entity.Tags.Count > 0)
            {
                writer.WritePropertyName("tags");
                WriteEntries(writer, entity.Tags);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean);
                break;
            case ValueKind.Long:
                writer.WriteNumberValue(value.AsLong);
                break;
            case ValueKind.String:
                writer.WriteStringValue(value.AsString);
                break;
            case ValueKind.Entity:
                writer.WriteStartObject();
                writer.WritePropertyName("__entity");
                WriteUid(writer, value.AsEntity);
                writer.WriteEndObject();
                break;
            case ValueKind.Set:
                WriteSet(writer, value.AsSet);
                break;
            case ValueKind.Record:
                WriteRecord(writer, value.AsRecord);
                break;
            case ValueKind.Decimal:
                WriteCall(writer, "decimal", value.AsDecimal.ToString());
                break;
            case ValueKind.IpAddress:
                WriteCall(writer, "ip", value.AsIpAddress.ToString());
                break;
            case ValueKind.DateTime:
                WriteInstant(writer, value.AsDateTime);
                break;
            case ValueKind.Duration:
                WriteCall(writer, "duration", value.AsDuration.ToString());
                break;
            default:
                throw new ArgumentException("there is no value to write", nameof(value));
        }
    }

    public static void WriteUid(Utf8JsonWriter writer, EntityUid uid)
    {
        writer.WriteStartObject();
        writer.WriteString("type", uid.Type);
        writer.WriteString("id", uid.Id);
        writer.WriteEndObject();
    }

    private static void WriteSet(Utf8JsonWriter writer, CedarSet set)
    {
        writer.WriteStartArray();
        foreach (Value element in set.Ordered())
        {
            Write(writer, element);
        }

        writer.WriteEndArray();
    }

    private static void WriteRecord(Utf8JsonWriter writer, CedarRecord record)
    {
        // Some such records would be read back as they are; Cedar refuses them all.
        string? reserved = record.Keys.FirstOrDefault(name => name is "__entity" or "__extn" or "__expr");
        if (reserved is not null)
        {
            throw new ArgumentException($"a record with the name `{reserved}` cannot be written as JSON", nameof(record));
        }

        WriteEntries(writer, record);
    }

    // The names of attributes and tags are never read as escapes.
    private static void WriteEntries(Utf8JsonWriter writer, CedarRecord entries)
    {
        writer.WriteStartObject();
        foreach ((string name, Value value) in entries)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter writer, CedarDateTime instant)
    {
        if (instant.IsReadable)
        {
            WriteCall(writer, "datetime", instant.ToString());
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartObject("__extn");
        writer.WriteString("fn", "offset");
        writer.WriteStartArray("args");
        WriteCall(writer, "datetime", CedarDateTime.Epoch);
        WriteCall(writer, "duration", instant.SinceEpoch.ToString());
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter writer, string function, string argument)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("__extn");
        writer.WriteString("fn", function);
        writer.WriteString("arg", argument);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
