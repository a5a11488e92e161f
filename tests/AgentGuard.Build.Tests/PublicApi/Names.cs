using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AgentGuard.Build.Tests.PublicApi;

/// <summary>Types, parameters and constraints as C# writes them, with nullability and without namespaces.</summary>
internal static class Names
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(Type type) => Write(type, null);

    public static string Of(FieldInfo field) => Write(field.FieldType, new NullabilityInfoContext().Create(field));

    public static string Of(PropertyInfo property) => Write(property.PropertyType, new NullabilityInfoContext().Create(property));

    public static string Of(EventInfo happening) => Write(happening.EventHandlerType!, new NullabilityInfoContext().Create(happening));

    public static string Of(ParameterInfo parameter)
    {
        string kind = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        return kind + Write(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));
    }

    public static string Declaration(ParameterInfo parameter)
    {
        string many = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        string otherwise = parameter.HasDefaultValue ? $" = {Default(parameter)}" : "";
        return $"{many}{Of(parameter)} {parameter.Name}{otherwise}";
    }

    public static string Arguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : "";

    public static string Constraints(Type[] arguments) => string.Concat(arguments.Where(argument => argument.IsGenericParameter).Select(Constraint));

    public static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Constraint(Type argument)
    {
        GenericParameterAttributes attributes = argument.GenericParameterAttributes;
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> all = [];
        if (isStruct)
        {
            all.Add("struct");
        }
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            all.Add("class");
        }

        all.AddRange(argument.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(Of));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            all.Add("new()");
        }

        return all.Count == 0 ? "" : $" where {argument.Name} : {string.Join(", ", all)}";
    }

    private static string Write(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Write(type.GetElementType()!, nullability?.ElementType ?? nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Write(inner, null) + "?";
        }

        string mark = !type.IsValueType && !type.IsGenericParameter && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        return type.IsArray
            ? $"{Write(type.GetElementType()!, nullability?.ElementType)}[]{mark}"
            : Keywords.GetValueOrDefault(type, "") is { Length: > 0 } keyword ? keyword + mark : Generic(type, nullability) + mark;
    }

    private static string Generic(Type type, NullabilityInfo? nullability)
    {
        string name = type.IsNested && !type.IsGenericParameter ? $"{Of(type.DeclaringType!)}.{type.Name}" : type.Name;
        int tick = name.LastIndexOf('`');
        if (tick < 0)
        {
            return name;
        }

        IEnumerable<string> arguments = type.GetGenericArguments()
            .Select((argument, index) => Write(argument, nullability is { } known && index < known.GenericTypeArguments.Length ? known.GenericTypeArguments[index] : null));
        return type.IsAssignableTo(typeof(ITuple)) ? $"({string.Join(", ", arguments)})" : $"{name[..tick]}<{string.Join(", ", arguments)}>";
    }

    private static string Default(ParameterInfo parameter) =>
        parameter is { DefaultValue: null, ParameterType.IsValueType: true } && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? "default"
            : Literal(parameter.DefaultValue);
}
