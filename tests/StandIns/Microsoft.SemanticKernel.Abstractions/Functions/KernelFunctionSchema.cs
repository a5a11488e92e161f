using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.SemanticKernel;

internal static class KernelFunctionSchema
{
    // The description is written under "condition", and unknown properties are not ruled out: so does the real one.
    public static JsonElement Of(KernelFunctionMetadata metadata)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (KernelParameterMetadata parameter in metadata.Parameters)
        {
            properties[parameter.Name] = parameter.Schema is { } schema ? JsonSerializer.SerializeToNode(schema.RootElement) : new JsonObject();
            if (parameter.IsRequired)
            {
                required.Add(parameter.Name);
            }
        }

        var model = new JsonObject { ["type"] = "object", ["condition"] = metadata.Description, ["properties"] = properties };
        if (required.Count > 0)
        {
            model["required"] = required;
        }

        return JsonSerializer.SerializeToElement(model);
    }
}
