using System.Reflection;

namespace Microsoft.SemanticKernel;

internal static class MethodResult
{
    public static bool IsAsync(MethodInfo method) =>
        method.ReturnType == typeof(Task)
        || method.ReturnType == typeof(ValueTask)
        || IsGeneric(method.ReturnType, typeof(Task<>))
        || IsGeneric(method.ReturnType, typeof(ValueTask<>))
        || IsGeneric(method.ReturnType, typeof(IAsyncEnumerable<>));

    public static Type TypeOf(MethodInfo method)
    {
        Type type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return typeof(void);
        }

        type = IsGeneric(type, typeof(Task<>)) || IsGeneric(type, typeof(ValueTask<>)) ? type.GetGenericArguments()[0] : type;
        type = type == typeof(FunctionResult) ? typeof(object) : type;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    public static async ValueTask<FunctionResult> OfAsync(KernelFunction function, Kernel kernel, MethodInfo method, object? returned)
    {
        Type type = method.ReturnType;
        if (type == typeof(void))
        {
            return new FunctionResult(function);
        }

        if (IsAsync(method) && !IsGeneric(type, typeof(IAsyncEnumerable<>)))
        {
            Task task = returned switch
            {
                Task given => given,
                ValueTask given => given.AsTask(),
                null => throw new KernelException("Function returned null unexpectedly."),
                _ => (Task)type.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, null)!,
            };
            await task.ConfigureAwait(false);
            if (!type.IsGenericType)
            {
                return new FunctionResult(function);
            }

            returned = typeof(Task<>).MakeGenericType(type.GetGenericArguments()).GetProperty(nameof(Task<int>.Result))!.GetValue(task);
        }

        return returned as FunctionResult ?? new FunctionResult(function, returned, kernel.Culture);
    }

    private static bool IsGeneric(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
