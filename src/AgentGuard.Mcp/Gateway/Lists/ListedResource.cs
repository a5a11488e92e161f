using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>A resource or a template of resources, as a server lists it.</summary>
/// <param name="Resource">The resource; null for a template.</param>
/// <param name="Template">The template; of a resource, one that stands for its URI alone.</param>
internal sealed record ListedResource(Resource? Resource, ResourceTemplate Template)
{
    /// <summary>The URI, or the template of URIs.</summary>
    public string Uri => Template.UriTemplate;

    /// <summary>A resource.</summary>
    public static ListedResource Of(Resource resource) => new(resource, new ResourceTemplate { Name = resource.Name, UriTemplate = resource.Uri });

    /// <summary>A template.</summary>
    public static ListedResource Of(ResourceTemplate template) => new(null, template);
}
