using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

[Experimental("SKEXP0001")]
public static class ChatMessageContentExtensions
{
    // A call's plugin is lost on the way: its name alone goes to the model.
    public static ChatMessage ToChatMessage(this ChatMessageContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var message = new ChatMessage
        {
            AdditionalProperties = content.Metadata is null ? null : new(content.Metadata),
            AuthorName = content.AuthorName,
            RawRepresentation = content.InnerContent,
            Role = content.Role.Label is { } label ? new ChatRole(label) : ChatRole.User,
        };
        foreach (KernelContent item in content.Items)
        {
            AIContent? converted = item switch
            {
                TextContent text => new Microsoft.Extensions.AI.TextContent(text.Text),
                FunctionCallContent call => new Microsoft.Extensions.AI.FunctionCallContent(call.Id ?? string.Empty, call.FunctionName, call.Arguments),
                FunctionResultContent result => new Microsoft.Extensions.AI.FunctionResultContent(result.CallId ?? string.Empty, result.Result),
                _ => null,
            };
            if (converted is not null)
            {
                converted.RawRepresentation = item.InnerContent;
                converted.AdditionalProperties = item.Metadata is null ? null : new(item.Metadata);
                message.Contents.Add(converted);
            }
        }

        return message;
    }
}
