using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace AgentGuard.Build.Tests.PublicApi;

/// <summary>Writes what other assemblies can see of an assembly, one line a member, sorted.</summary>
internal static class ApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Type> types in assembly.GetExportedTypes().GroupBy(type => type.Namespace ?? "").OrderBy(types => types.Key, StringComparer.Ordinal))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append("namespace ").Append(types.Key).Append('\n');
            foreach (Type type in types.OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                text.Append("\n  ").Append(Declaration(type)).Append('\n');
                foreach (string member in Members(type))
                {
                    text.Append("    ").Append(member).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string Declaration(Type type)
    {
        if (type.IsEnum)
        {
            return $"enum {Names.Of(type)} : {Names.Of(type.GetEnumUnderlyingType())}";
        }

        if (type.IsSubclassOf(typeof(Delegate)))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return $"delegate {Names.Of(invoke.ReturnParameter)} {Names.Of(type)}({Parameters(invoke)})";
        }

        string[] bases = [.. Bases(type).Select(Names.Of)];
        return $"{Modifiers(type)} {Names.Of(type)}{(bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}")}{Names.Constraints(type.GetGenericArguments())}";
    }

    private static string Modifiers(Type type)
    {
        string record = IsRecord(type) ? "record " : "";
        return type switch
        {
            { IsInterface: true } => "interface",
            { IsValueType: true } => $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{record}struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}{(record.Length > 0 ? "record" : "class")}",
        };
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            yield return parent;
        }

        IEnumerable<Type> inherited = (type.BaseType?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(face => face.GetInterfaces()));
        foreach (Type face in type.GetInterfaces().Except(inherited).Where(face => face.IsVisible && !(IsRecord(type) && face == typeof(IEquatable<>).MakeGenericType(type))).OrderBy(Names.Of, StringComparer.Ordinal))
        {
            yield return face;
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name} = {field.GetRawConstantValue()}");
        }

        return type.IsSubclassOf(typeof(Delegate))
            ? []
            : type.GetMembers(Declared)
                .OrderBy(member => member.MemberType)
                .ThenBy(member => member.Name, StringComparer.Ordinal)
                .ThenBy(member => member.ToString(), StringComparer.Ordinal)
                .Select(Line)
                .OfType<string>();
    }

    private static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsSeen(constructor) && IsWritten(constructor) =>
            $"{Access(constructor)}{Names.Of(constructor.DeclaringType!)}({Parameters(constructor)})",
        FieldInfo field when field.IsPublic || (field.IsFamily && !field.DeclaringType!.IsSealed) =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{Names.Of(field)} {field.Name}{(field.IsLiteral ? $" = {Names.Literal(field.GetRawConstantValue())}" : "")}",
        PropertyInfo property when property.Name != "EqualityContract" && Accessor(property) is { } accessor && IsNew(accessor) =>
            $"{Modifier(accessor)}{Names.Of(property)} {PropertyName(property)} {{ {Get(property)}{Set(property)}}}",
        EventInfo { AddMethod: { } add } happening when IsSeen(add) => $"{Modifier(add)}event {Names.Of(happening)} {happening.Name}",
        MethodInfo method when IsSeen(method) && IsNew(method) && IsWritten(method) =>
            $"{Modifier(method)}{Names.Of(method.ReturnParameter)} {method.Name}{Names.Arguments(method)}({Parameters(method)}){Names.Constraints(method.GetGenericArguments())}",
        _ => null,
    };

    private static bool IsSeen(MethodBase? method) =>
        method is not null && (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed));

    /// <summary>An override adds nothing to what the base type shows.</summary>
    private static bool IsNew(MethodInfo method) => method.GetBaseDefinition() == method;

    /// <summary>What the compiler adds to a record, and the accessors of properties and events, are shown by their owner.</summary>
    private static bool IsWritten(MethodBase method) =>
        !method.IsDefined(typeof(CompilerGeneratedAttribute))
        && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal) || method is ConstructorInfo { IsStatic: false });

    private static MethodInfo? Accessor(PropertyInfo property) =>
        IsSeen(property.GetMethod) ? property.GetMethod : IsSeen(property.SetMethod) ? property.SetMethod : null;

    private static string PropertyName(PropertyInfo property) =>
        property.GetIndexParameters() is { Length: > 0 } ? $"this[{Parameters(property.GetMethod!)}]" : property.Name;

    private static string Get(PropertyInfo property) => IsSeen(property.GetMethod) ? "get; " : "";

    private static string Set(PropertyInfo property)
    {
        if (!IsSeen(property.SetMethod))
        {
            return "";
        }

        bool init = property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return $"{(property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "")}{Access(property.SetMethod)}{(init ? "init; " : "set; ")}";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifier(MethodInfo method) => Access(method) + method switch
    {
        { DeclaringType.IsInterface: true } => method.IsStatic ? "static " : "",
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Parameters(MethodBase method)
    {
        string extended = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return extended + string.Join(", ", method.GetParameters().Select(Names.Declaration));
    }
}
