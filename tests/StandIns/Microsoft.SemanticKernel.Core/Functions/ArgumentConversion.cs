using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.SemanticKernel;

/// <summary>An argument is coerced: text becomes a number, with the kernel's culture first, and a number text.</summary>
internal static class ArgumentConversion
{
    private static readonly HashSet<Type> Parsed =
    [
        typeof(bool), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(float), typeof(double),
        typeof(decimal), typeof(short), typeof(ushort), typeof(byte), typeof(sbyte),
    ];

    private static readonly HashSet<Type> Converted =
        [.. Parsed, typeof(string), typeof(char), typeof(TimeSpan), typeof(DateTime), typeof(DateTimeOffset), typeof(Uri), typeof(Guid)];

    public static object? To(Type type, string name, object? value, CultureInfo culture)
    {
        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        bool isJson = value is JsonElement or JsonDocument or JsonNode;
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (!isJson && (Converted.Contains(plain) || plain.IsEnum))
        {
            try
            {
                return Convert(plain, isNullable: plain != type || !type.IsValueType, value, culture);
            }
            catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or InvalidOperationException or InvalidCastException or OverflowException)
            {
                throw new ArgumentOutOfRangeException(name, value, e.Message);
            }
        }

        // Parsed with the current culture, as the real one does.
        if (value is JsonElement { ValueKind: JsonValueKind.String } text && Parsed.Contains(type))
        {
            return System.Convert.ChangeType(text.GetString(), type, CultureInfo.CurrentCulture);
        }

        return value is not null && TryDeserialize(value, type, out object? deserialized) ? deserialized : value;
    }

    private static object? Convert(Type type, bool isNullable, object? value, CultureInfo culture)
    {
        if (value is null && isNullable)
        {
            return null;
        }

        try
        {
            return Convert(type, value, culture);
        }
        catch (Exception) when (culture != CultureInfo.InvariantCulture)
        {
            return Convert(type, value, CultureInfo.InvariantCulture);
        }
    }

    private static object? Convert(Type type, object? value, CultureInfo culture)
    {
        TypeConverter converter = TypeDescriptor.GetConverter(type);
        if (value is not null && converter.CanConvertFrom(value.GetType()))
        {
            return converter.ConvertFrom(null, culture, value);
        }

        if (converter.CanConvertTo(type))
        {
            return converter.ConvertTo(null, culture, value, type);
        }

        return type.IsEnum && value is int or uint or long or ulong or short or ushort or byte or sbyte
            ? Enum.ToObject(type, value)
            : throw new InvalidOperationException($"No converter found to convert from {type} to {value?.GetType()}.");
    }

    private static bool TryDeserialize(object value, Type type, out object? result)
    {
        try
        {
            result = value switch
            {
                JsonElement element => element.Deserialize(type),
                JsonNode node => node.Deserialize(type),
                JsonDocument document => document.Deserialize(type),
                _ => JsonSerializer.Deserialize(value.ToString()!, type),
            };
            return true;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            result = null;
            return false;
        }
    }
}
