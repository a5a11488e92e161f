using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Json;

/// <summary>Writes policies as Cedar's JSON. Each visit writes an expression and returns nothing of interest.</summary>
internal sealed class PolicyJsonWriter(Utf8JsonWriter writer) : IExpressionVisitor<bool>
{
    public void Write(Policy policy)
    {
        writer.WriteStartObject();
        writer.WriteString("effect", policy.Effect == Effect.Permit ? "permit" : "forbid");
        WriteScope("principal", policy.Principal);
        WriteScope("action", policy.Action);
        WriteScope("resource", policy.Resource);
        writer.WriteStartArray("conditions");
        foreach (Condition condition in policy.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", condition.IsUnless ? "unless" : "when");
            Write("body", condition.Body);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (policy.Annotations.Count > 0)
        {
            writer.WriteStartObject("annotations");
            foreach (Annotation annotation in policy.Annotations)
            {
                writer.WriteString(annotation.Name, annotation.Value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public void Write(PolicyStore store)
    {
        writer.WriteStartObject();
        WriteById("templates", store.Templates.Select(template => template.Body));
        WriteById("staticPolicies", store.Policies.Where(policy => policy.Link is null));
        writer.WriteStartArray("templateLinks");
        foreach (Policy policy in store.Policies)
        {
            if (policy.Link is { } link)
            {
                WriteLink(policy.Id, link);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public bool Visit(LiteralExpression node)
    {
        if (node.Value.Kind is not (ValueKind.Boolean or ValueKind.Long or ValueKind.String or ValueKind.Entity))
        {
            throw new ArgumentException($"a value of kind {node.Value.Kind} is no literal", nameof(node));
        }

        writer.WriteStartObject();
        writer.WritePropertyName("Value");
        CedarJsonWriter.Write(writer, node.Value);
        writer.WriteEndObject();
        return true;
    }

    public bool Visit(VariableExpression node)
    {
        writer.WriteStartObject();
        writer.WriteString("Var", Keywords.NameOf(node.Variable));
        writer.WriteEndObject();
        return true;
    }

    public bool Visit(IfExpression node)
    {
        Begin("if-then-else");
        Write("if", node.Condition);
        Write("then", node.Then);
        Write("else", node.Else);
        return End();
    }

    public bool Visit(AndExpression node)
    {
        if (!Shorthand.IsTypeAndMembership(node, out IsExpression test, out Expression membership))
        {
            return WritePair("&&", node.Left, node.Right);
        }

        Begin("is");
        Write("left", test.Target);
        writer.WriteString("entity_type", test.EntityType);
        Write("in", membership);
        return End();
    }

    public bool Visit(OrExpression node) => WritePair("||", node.Left, node.Right);

    public bool Visit(UnaryExpression node)
    {
        Begin(PolicyJsonNames.Of(node.Operator));
        Write("arg", node.Operand);
        return End();
    }

    public bool Visit(BinaryExpression node) => WritePair(PolicyJsonNames.Of(node.Operator), node.Left, node.Right);

    public bool Visit(GetAttributeExpression node)
    {
        Begin(".");
        Write("left", node.Target);
        writer.WriteString("attr", node.Attribute);
        return End();
    }

    public bool Visit(HasAttributeExpression node)
    {
        Begin("has");
        Write("left", node.Target);
        writer.WriteString("attr", node.Attribute);
        return End();
    }

    public bool Visit(LikeExpression node)
    {
        Begin("like");
        Write("left", node.Target);
        writer.WriteStartArray("pattern");
        for (int i = 0; i < node.Pattern.Pieces.Count; i++)
        {
            if (i > 0)
            {
                writer.WriteStringValue("Wildcard");
            }

            if (node.Pattern.Pieces[i].Length > 0)
            {
                writer.WriteStartObject();
                writer.WriteString("Literal", node.Pattern.Pieces[i]);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        return End();
    }

    public bool Visit(IsExpression node)
    {
        Begin("is");
        Write("left", node.Target);
        writer.WriteString("entity_type", node.EntityType);
        return End();
    }

    public bool Visit(SetExpression node) => WriteList("Set", node.Elements);

    public bool Visit(RecordExpression node)
    {
        Begin("Record");
        foreach ((string name, Expression value) in node.Entries)
        {
            Write(name, value);
        }

        return End();
    }

    public bool Visit(ExtensionCallExpression node) => WriteList(ExtensionFunctions.Of(node.Function).Name, node.Arguments);

    private void Begin(string @operator)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        writer.WriteStartObject();
        writer.WriteStartObject(@operator);
    }

    private bool End()
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
        return true;
    }

    private void Write(string name, Expression expression)
    {
        writer.WritePropertyName(name);
        expression.Accept(this);
    }

    private bool WritePair(string @operator, Expression left, Expression right)
    {
        Begin(@operator);
        Write("left", left);
        Write("right", right);
        return End();
    }

    private bool WriteList(string name, IReadOnlyList<Expression> expressions)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        writer.WriteStartObject();
        writer.WriteStartArray(name);
        foreach (Expression expression in expressions)
        {
            expression.Accept(this);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    }

    private void WriteScope(string variable, Scope scope)
    {
        writer.WriteStartObject(variable);
        writer.WriteString("op", scope.Constraint switch
        {
            ScopeConstraint.Any => "All",
            ScopeConstraint.Equal or ScopeConstraint.EqualSlot => "==",
            ScopeConstraint.Is or ScopeConstraint.IsIn or ScopeConstraint.IsInSlot => "is",
            _ => "in",
        });
        if (scope.EntityType is { } type)
        {
            writer.WriteString("entity_type", type);
        }

        bool isNested = scope.Constraint is ScopeConstraint.IsIn or ScopeConstraint.IsInSlot;
        if (isNested)
        {
            writer.WriteStartObject("in");
        }

        WriteReference(variable, scope);
        if (isNested)
        {
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void WriteReference(string variable, Scope scope)
    {
        if (scope.HasSlot)
        {
            writer.WriteString("slot", $"?{variable}");
        }
        else if (scope.Constraint == ScopeConstraint.InAny)
        {
            writer.WriteStartArray("entities");
            foreach (EntityUid entity in scope.Entities)
            {
                CedarJsonWriter.WriteUid(writer, entity);
            }

            writer.WriteEndArray();
        }
        else if (scope.Entities.Count > 0)
        {
            writer.WritePropertyName("entity");
            CedarJsonWriter.WriteUid(writer, scope.Entities[0]);
        }
    }

    private void WriteById(string name, IEnumerable<Policy> policies)
    {
        writer.WriteStartObject(name);
        foreach (Policy policy in policies)
        {
            writer.WritePropertyName(policy.Id);
            Write(policy);
        }

        writer.WriteEndObject();
    }

    private void WriteLink(string id, TemplateLink link)
    {
        writer.WriteStartObject();
        writer.WriteString("templateId", link.TemplateId);
        writer.WriteString("newId", id);
        writer.WriteStartObject("values");
        WriteValue("?principal", link.Principal);
        WriteValue("?resource", link.Resource);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteValue(string slot, EntityUid? value)
    {
        if (value is not null)
        {
            writer.WriteStartObject(slot);
            writer.WritePropertyName("__entity");
            CedarJsonWriter.WriteUid(writer, value);
            writer.WriteEndObject();
        }
    }
}
