using System.Globalization;
using System.Text.Json;

namespace AgentGuard.Benchmarks;

/// <summary>What was measured of one benchmark.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Policies">Number of policies.</param>
/// <param name="Nanoseconds">Of an operation, median of the batches.</param>
/// <param name="Bytes">Allocated by an operation on the managed heap, mean of all batches.</param>
internal sealed record Row(string Name, int Policies, double Nanoseconds, double Bytes)
{
    public static string Heading => "name                        policies  nanoseconds    bytes";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name,-26}  {Policies,8}  {Nanoseconds,11:0.0}  {Bytes,7:0.##}");

    public static void Write(string file, IEnumerable<Row> rows)
    {
        using FileStream stream = File.Create(file);
        using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartArray();
        foreach (Row row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name);
            writer.WriteNumber("policies", row.Policies);
            writer.WriteNumber("nanoseconds", Math.Round(row.Nanoseconds, 1));
            writer.WriteNumber("bytes", Math.Round(row.Bytes, 2));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
