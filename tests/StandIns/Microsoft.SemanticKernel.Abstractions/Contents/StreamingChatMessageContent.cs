using System.Text;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

public class StreamingChatMessageContent : StreamingKernelContent
{
    public StreamingChatMessageContent(
        AuthorRole? role, string? content, object? innerContent = null, int choiceIndex = 0, string? modelId = null, Encoding? encoding = null, IReadOnlyDictionary<string, object?>? metadata = null)
        : base(innerContent, choiceIndex, modelId, metadata)
    {
        Role = role;
        Encoding = encoding ?? Encoding.UTF8;
        if (content is not null)
        {
            Items.Add(new StreamingTextContent(content, choiceIndex, modelId, innerContent, encoding, metadata));
        }
    }

    public string? Content => Items.OfType<StreamingTextContent>().FirstOrDefault()?.Text;

    public StreamingKernelContentItemCollection Items { get; set; } = [];

    public string? AuthorName { get; set; }

    public AuthorRole? Role { get; set; }

    public Encoding Encoding { get; set; }

    public override string ToString() => Content ?? string.Empty;

    public override byte[] ToByteArray() => Encoding.GetBytes(ToString());
}
