using System.Text;

namespace Microsoft.SemanticKernel;

public class StreamingTextContent(
    string? text, int choiceIndex = 0, string? modelId = null, object? innerContent = null, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null)
    : StreamingKernelContent(innerContent, choiceIndex, modelId, metadata)
{
    public string? Text { get; set; } = text;

    public Encoding Encoding { get; set; } = encoding ?? Encoding.UTF8;

    public override string ToString() => Text ?? string.Empty;

    public override byte[] ToByteArray() => Encoding.GetBytes(ToString());
}
