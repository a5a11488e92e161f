using System.Globalization;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Writes a tree so that its shape can be seen and compared, positions aside: <c>(and a (has b "c"))</c>.</summary>
internal sealed class SyntaxDump : IExpressionVisitor<string>
{
    public static string Of(Expression expression) => expression.Accept(new SyntaxDump());

    public static string Of(Policy policy) => string.Join('\n',
    [
        .. policy.Annotations.Select(annotation => $"@{annotation.Name} {Quote(annotation.Value)}"),
        $"{policy.Effect} {Of(policy.Principal)} {Of(policy.Action)} {Of(policy.Resource)}",
        .. policy.Conditions.Select(condition => $"{(condition.IsUnless ? "unless" : "when")} {Of(condition.Body)}"),
    ]);

    public static string Of(PolicyTemplate template) => Of(template.Body);

    public static string Of(PolicyStore store) => string.Join("\n\n",
    [
        .. store.Templates.Select(template => $"{template.Id}: {Of(template)}"),
        .. store.Policies.Select(policy => $"{policy.Id}{(policy.Link is { } link ? $" <- {link.TemplateId} {link.Principal} {link.Resource}" : "")}: {Of(policy)}"),
    ]);

    public static string Of(IEnumerable<Policy> policies) => string.Join("\n\n", policies.Select(Of));

    public string Visit(LiteralExpression node) => node.Value.Kind switch
    {
        ValueKind.Boolean => node.Value.AsBoolean ? "true" : "false",
        ValueKind.Long => node.Value.AsLong.ToString(CultureInfo.InvariantCulture),
        ValueKind.String => Quote(node.Value.AsString),
        _ => node.Value.AsEntity.ToString(),
    };

    public string Visit(VariableExpression node) => node.Variable.ToString();

    public string Visit(IfExpression node) => $"(if {Of(node.Condition)} {Of(node.Then)} {Of(node.Else)})";

    public string Visit(AndExpression node) => $"(and {Of(node.Left)} {Of(node.Right)})";

    public string Visit(OrExpression node) => $"(or {Of(node.Left)} {Of(node.Right)})";

    public string Visit(UnaryExpression node) => $"({node.Operator} {Of(node.Operand)})";

    public string Visit(BinaryExpression node) => $"({node.Operator} {Of(node.Left)} {Of(node.Right)})";

    public string Visit(GetAttributeExpression node) => $"(get {Of(node.Target)} {Quote(node.Attribute)})";

    public string Visit(HasAttributeExpression node) => $"(has {Of(node.Target)} {Quote(node.Attribute)})";

    public string Visit(LikeExpression node) => $"(like {Of(node.Target)} [{string.Join(' ', node.Pattern.Pieces.Select(Quote))}])";

    public string Visit(IsExpression node) => $"(is {Of(node.Target)} {node.EntityType})";

    public string Visit(SetExpression node) => $"[{string.Join(' ', node.Elements.Select(Of))}]";

    public string Visit(RecordExpression node) => $"{{{string.Join(' ', node.Entries.Select(entry => $"{Quote(entry.Key)}={Of(entry.Value)}"))}}}";

    public string Visit(ExtensionCallExpression node) => $"({string.Join(' ', [node.Function.ToString(), .. node.Arguments.Select(Of)])})";

    private static string Of(Scope scope) => $"[{string.Join(' ', [scope.Constraint.ToString(), .. scope.EntityType is { } type ? [type] : Array.Empty<string>(), .. scope.Entities])}]";

    private static string Quote(string text) => $"\"{text}\"";
}
