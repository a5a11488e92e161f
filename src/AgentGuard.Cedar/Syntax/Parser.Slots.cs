using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Syntax;

internal sealed partial class Parser
{
    private const string SlotNames = "the template slots are `?principal` and `?resource`";

    // What stands in the tree for the slots of one element of the scope; the whole element or an error.
    private readonly List<Expression> _slots = [];

    private Sized ParseSlot()
    {
        Token slot = Advance();
        if (_arguments?.TryGetValue(Slice(slot.Span).ToString(), out Sized argument) == true)
        {
            return argument;
        }

        Sized placeholder = Nothing(slot.Span);
        if (_isInScope)
        {
            _slots.Add(placeholder.Expression);
        }
        else if (!IsSlotName(slot.Span))
        {
            Error(slot.Span, $"`{Quote(slot.Span)}` is not a template slot", SlotNames);
        }
        else
        {
            Error(
                slot.Span,
                $"found template slot `{Quote(slot.Span)}` in {_clause ?? "an expression"}",
                $"a slot stands in the scope only, as in `{Slice(slot.Span)[1..]} == {Slice(slot.Span)}`");
        }

        return placeholder;
    }

    /// <summary>Reports a slot that is not all that an element of the scope compares with, or is not the slot of that element.</summary>
    private void CheckSlot(Expression compared, int index)
    {
        Expression slot = _slots[0];
        string variable = ScopeVariables[index];
        string found = Quote(slot.Span);
        if (index == 1)
        {
            Error(slot.Span, $"found template slot `{found}` in the action's scope", "only the principal and the resource have slots");
        }
        else if (!ReferenceEquals(compared, slot))
        {
            Error(slot.Span, $"the template slot `{found}` is part of an expression", $"a slot stands alone, as in `{variable} == ?{variable}`");
        }
        else if (!Slice(slot.Span)[1..].SequenceEqual(variable))
        {
            Error(slot.Span, $"expected the template slot `?{variable}`, found `{found}`", IsSlotName(slot.Span) ? $"the slot of the {variable} is `?{variable}`" : SlotNames);
        }
        else if (!_takesTemplates)
        {
            Error(slot.Span, $"expected a static policy, and the slot `{found}` makes this one a template", "write an entity in place of the slot; templates are not taken here");
        }
    }

    private bool IsSlotName(SourceSpan slot) => Slice(slot) is "?principal" or "?resource";
}
