using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

internal static class ChatConversions
{
    public static ChatMessageContent ToChatMessageContent(this ChatMessage message, ChatResponse? response = null)
    {
        var converted = new ChatMessageContent
        {
            AuthorName = message.AuthorName,
            InnerContent = response?.RawRepresentation ?? message.RawRepresentation,
            Metadata = new AdditionalPropertiesDictionary(message.AdditionalProperties ?? []) { ["Usage"] = response?.Usage },
            ModelId = response?.ModelId,
            Role = new AuthorRole(message.Role.Value),
        };
        foreach (AIContent content in message.Contents)
        {
            KernelContent? item = content switch
            {
                Microsoft.Extensions.AI.TextContent text => new TextContent(text.Text),
                Microsoft.Extensions.AI.FunctionCallContent call =>
                    new FunctionCallContent(call.Name, id: call.CallId, arguments: call.Arguments is null ? null : new(call.Arguments)),
                Microsoft.Extensions.AI.FunctionResultContent result =>
                    new FunctionResultContent(NameOf(result.CallId, response), callId: result.CallId, result: result.Result),
                _ => null,
            };
            if (item is not null)
            {
                item.InnerContent = content.RawRepresentation;
                item.Metadata = content.AdditionalProperties;
                item.ModelId = response?.ModelId;
                converted.Items.Add(item);
            }
        }

        return converted;
    }

    public static StreamingChatMessageContent ToStreamingChatMessageContent(this ChatResponseUpdate update)
    {
        var converted = new StreamingChatMessageContent(update.Role is { } role ? new AuthorRole(role.Value) : null, null)
        {
            InnerContent = update.RawRepresentation,
            Metadata = update.AdditionalProperties,
            ModelId = update.ModelId,
        };
        foreach (AIContent content in update.Contents)
        {
            StreamingKernelContent? item = content switch
            {
                Microsoft.Extensions.AI.TextContent text => new StreamingTextContent(text.Text),
                Microsoft.Extensions.AI.FunctionCallContent call =>
                    new StreamingFunctionCallUpdateContent(call.CallId, call.Name, call.Arguments is null ? null : JsonSerializer.Serialize(call.Arguments)),
                _ => null,
            };
            if (item is not null)
            {
                item.InnerContent = content.RawRepresentation;
                item.ModelId = update.ModelId;
                converted.Items.Add(item);
            }
        }

        return converted;
    }

    private static string? NameOf(string callId, ChatResponse? response) => response?.Messages
        .SelectMany(message => message.Contents)
        .OfType<Microsoft.Extensions.AI.FunctionCallContent>()
        .FirstOrDefault(call => call.CallId == callId)?.Name;
}
