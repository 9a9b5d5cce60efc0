using System.Reflection;

namespace NDSeg.TestData;

/// <summary>Looks through what an assembly shows to others.</summary>
public static class PublicSurface
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>
    /// Public and protected members whose signature names a type that is neither of the base class library nor of NDSeg, as
    /// "member: type".
    /// </summary>
    public static IReadOnlyList<string> ForeignTypes(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        var found = new List<string>();
        foreach (Type type in assembly.GetExportedTypes())
        {
            Check(type.FullName!, [type.BaseType, .. type.GetInterfaces(), .. type.GetGenericArguments().SelectMany(g => g.GetGenericParameterConstraints())]);
            foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly))
            {
                Check($"{type.FullName}.{method.Name}", [.. method.GetParameters().Select(p => p.ParameterType), (method as MethodInfo)?.ReturnType]);
            }

            foreach (FieldInfo field in type.GetFields(All).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
            {
                Check($"{type.FullName}.{field.Name}", [field.FieldType]);
            }
        }

        return found;

        void Check(string member, IEnumerable<Type?> types)
        {
            foreach (Type one in types.OfType<Type>().SelectMany(Parts).Where(IsForeign))
            {
                found.Add($"{member}: {one.FullName}");
            }
        }
    }

    private static IEnumerable<Type> Parts(Type type)
        => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsFunctionPointer ? type.GetFunctionPointerParameterTypes().Append(type.GetFunctionPointerReturnType()).SelectMany(Parts)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static bool IsForeign(Type type)
    {
        string assembly = type.Assembly.GetName().Name!;
        return !type.IsGenericParameter
            && !(assembly.StartsWith("System.", StringComparison.Ordinal) && assembly != "System.Management.Automation")
            && !assembly.StartsWith("NDSeg.", StringComparison.Ordinal);
    }
}
