using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Ast;

/// <summary>
/// Static policies, templates, and the policies that are linked to them, each under an id of its own. It is what a text or JSON
/// holds, before a policy set is made of its <see cref="Policies"/>. Not safe for use by several threads while it changes.
/// </summary>
public sealed class PolicyStore
{
    private readonly OrderedDictionary<string, Policy> _policies = [];
    private readonly OrderedDictionary<string, PolicyTemplate> _templates = [];

    /// <summary>The policies that decide, static and linked, in the order in which they came.</summary>
    public IReadOnlyList<Policy> Policies => _policies.Values;

    /// <summary>The templates, in the order in which they came.</summary>
    public IReadOnlyList<PolicyTemplate> Templates => _templates.Values;

    /// <summary>Adds a static policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <exception cref="PolicyStoreException">Its id is taken, or it is linked to a template.</exception>
    /// <exception cref="ArgumentException">It has slots.</exception>
    public void Add(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.HasSlots)
        {
            throw new ArgumentException("a policy with slots is a template", nameof(policy));
        }

        if (policy.Link is { } link)
        {
            throw new PolicyStoreException($"the policy {UnicodeText.Quote(policy.Id)} is linked: link the template {UnicodeText.Quote(link.TemplateId)} to add it");
        }

        ThrowIfTaken(policy.Id);
        _policies.Add(policy.Id, policy);
    }

    /// <summary>Adds a template.</summary>
    /// <param name="template">The template.</param>
    /// <exception cref="PolicyStoreException">Its id is taken.</exception>
    public void Add(PolicyTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        ThrowIfTaken(template.Id);
        _templates.Add(template.Id, template);
    }

    /// <summary>Makes a policy of a template, and adds it.</summary>
    /// <param name="templateId">The template's id.</param>
    /// <param name="id">The id of the policy.</param>
    /// <param name="principal">What stands for <c>?principal</c>; null if, and only if, the template has no such slot.</param>
    /// <param name="resource">What stands for <c>?resource</c>; null if, and only if, the template has no such slot.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="PolicyStoreException">There is no such template, the id is taken, or the values are not those of its slots.</exception>
    public Policy Link(string templateId, string id, EntityUid? principal = null, EntityUid? resource = null)
    {
        ArgumentNullException.ThrowIfNull(templateId);
        ArgumentNullException.ThrowIfNull(id);
        if (!_templates.TryGetValue(templateId, out PolicyTemplate? template))
        {
            throw new PolicyStoreException($"there is no template {UnicodeText.Quote(templateId)}");
        }

        ThrowIfTaken(id);
        Policy policy = template.Fill(id, new TemplateLink(templateId, principal, resource));
        _policies.Add(id, policy);
        return policy;
    }

    /// <summary>Removes a linked policy.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="PolicyStoreException">There is no such policy, or it is static.</exception>
    public void Unlink(string id)
    {
        if (Find(id).Link is null)
        {
            throw new PolicyStoreException($"the policy {UnicodeText.Quote(id)} is static and linked to no template");
        }

        _policies.Remove(id);
    }

    /// <summary>Removes a static policy.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="PolicyStoreException">There is no such policy, or it is linked.</exception>
    public void Remove(string id)
    {
        if (Find(id).Link is { } link)
        {
            throw new PolicyStoreException($"the policy {UnicodeText.Quote(id)} is linked to the template {UnicodeText.Quote(link.TemplateId)}: unlink it");
        }

        _policies.Remove(id);
    }

    /// <summary>Removes a template.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="PolicyStoreException">There is no such template, or policies are linked to it.</exception>
    public void RemoveTemplate(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!_templates.ContainsKey(id))
        {
            throw new PolicyStoreException($"there is no template {UnicodeText.Quote(id)}");
        }

        if (Policies.FirstOrDefault(policy => policy.Link?.TemplateId == id) is { } linked)
        {
            throw new PolicyStoreException($"the policy {UnicodeText.Quote(linked.Id)} is still linked to the template {UnicodeText.Quote(id)}");
        }

        _templates.Remove(id);
    }

    /// <summary>The policies of a text; those with slots are templates.</summary>
    internal static PolicyStore Of(IEnumerable<Policy> policies)
    {
        PolicyStore store = new();
        foreach (Policy policy in policies)
        {
            if (policy.HasSlots)
            {
                store.Add(new PolicyTemplate(policy));
            }
            else
            {
                store.Add(policy);
            }
        }

        return store;
    }

    private Policy Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _policies.GetValueOrDefault(id) ?? throw new PolicyStoreException($"there is no policy {UnicodeText.Quote(id)}");
    }

    private void ThrowIfTaken(string id)
    {
        if (_policies.ContainsKey(id) || _templates.ContainsKey(id))
        {
            throw new PolicyStoreException($"the id {UnicodeText.Quote(id)} is taken");
        }
    }
}
