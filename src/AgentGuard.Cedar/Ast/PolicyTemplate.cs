using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Ast;

/// <summary>
/// A policy whose head has slots: <c>?principal</c>, <c>?resource</c> or both. It decides nothing until
/// <see cref="PolicyStore.Link"/> has filled them.
/// </summary>
public sealed record PolicyTemplate
{
    /// <summary>Makes a template.</summary>
    /// <param name="body">What is said of a policy; the head's principal, resource or both have a slot.</param>
    /// <exception cref="ArgumentException">There is no slot, or the action has one.</exception>
    public PolicyTemplate(Policy body) => Body = body;

    /// <summary>The policy with its slots, see <see cref="ScopeConstraint.EqualSlot"/>. A policy set refuses it as it is.</summary>
    public Policy Body
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Action.HasSlot || !value.HasSlots)
            {
                throw new ArgumentException(value.Action.HasSlot ? "an action has no slot" : "a template has a slot", nameof(value));
            }

            field = value;
        }
    }

    /// <summary>Its id.</summary>
    public string Id => Body.Id;

    /// <summary>Whether <c>?principal</c> is to be filled.</summary>
    public bool HasPrincipalSlot => Body.Principal.HasSlot;

    /// <summary>Whether <c>?resource</c> is to be filled.</summary>
    public bool HasResourceSlot => Body.Resource.HasSlot;

    /// <exception cref="PolicyStoreException">A slot has no value, or a value has no slot.</exception>
    internal Policy Fill(string id, TemplateLink link)
    {
        Check("?principal", HasPrincipalSlot, link.Principal is not null);
        Check("?resource", HasResourceSlot, link.Resource is not null);
        return Body with
        {
            Id = id,
            Principal = Body.Principal.Fill(link.Principal),
            Resource = Body.Resource.Fill(link.Resource),
            Link = link,
        };
    }

    private void Check(string slot, bool isThere, bool isGiven)
    {
        if (isThere != isGiven)
        {
            throw new PolicyStoreException(isThere
                ? $"the template {UnicodeText.Quote(Id)} has the slot `{slot}`, and no value is given for it"
                : $"the template {UnicodeText.Quote(Id)} has no slot `{slot}`, and a value is given for it");
        }
    }
}
