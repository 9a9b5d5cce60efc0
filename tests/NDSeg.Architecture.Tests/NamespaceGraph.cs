using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NDSeg.Architecture.Tests;

/// <summary>
/// Which namespace of an assembly uses which other one, read from the compiled code: signatures, attributes and method bodies.
/// A using line that nothing needs makes no edge; a name written in full makes one.
/// </summary>
internal sealed class NamespaceGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> uses = new(StringComparer.Ordinal);
    private readonly HashSet<string> own = new(StringComparer.Ordinal);

    private NamespaceGraph()
    {
    }

    /// <summary>Reads an assembly.</summary>
    /// <param name="path">A managed DLL.</param>
    internal static NamespaceGraph Read(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        var graph = new NamespaceGraph();
        TypeDefinition[] types = [.. module.GetTypes()];
        graph.own.UnionWith(types.Select(NamespaceOf).Where(n => n.Length > 0));
        foreach (TypeDefinition type in types)
        {
            graph.AddType(type);
        }

        return graph;
    }

    /// <summary>Every group of namespaces that reach each other, with one use for each edge inside the group.</summary>
    internal IReadOnlyList<string> Cycles()
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string start in uses.Keys)
        {
            string[] group = [.. Reach(start).Where(n => Reach(n).Contains(start)).Append(start).Distinct().Order(StringComparer.Ordinal)];
            if (group.Length > 1 && seen.Add(string.Join(' ', group)))
            {
                found.Add(string.Join(" <-> ", group) + Environment.NewLine + string.Join(
                    Environment.NewLine,
                    group.SelectMany(from => group.Where(to => uses[from].ContainsKey(to)).Select(to => $"    {from} -> {to}: {uses[from][to]}"))));
            }
        }

        return found;
    }

    private static string NamespaceOf(TypeReference type)
        => type.DeclaringType is TypeReference outer ? NamespaceOf(outer) : type.Namespace;

    private HashSet<string> Reach(string start)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([start]);
        while (open.TryPop(out string? at))
        {
            foreach (string next in uses.TryGetValue(at, out SortedDictionary<string, string>? targets) ? targets.Keys.AsEnumerable() : [])
            {
                if (reached.Add(next))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    private void AddType(TypeDefinition type)
    {
        Add(type, type.BaseType);
        AddAll(type, type.Interfaces.Select(i => i.InterfaceType));
        AddAll(type, type.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType));
        AddAttributes(type, type.CustomAttributes);
        foreach (FieldDefinition field in type.Fields)
        {
            Add(type, field.FieldType);
            AddAttributes(type, field.CustomAttributes);
        }

        foreach (PropertyDefinition property in type.Properties)
        {
            AddAttributes(type, property.CustomAttributes);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            AddMethod(type, method);
            AddAttributes(type, method.CustomAttributes);
            AddAll(type, method.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType));
            if (method.HasBody)
            {
                AddBody(type, method.Body);
            }
        }
    }

    private void AddBody(TypeDefinition type, MethodBody body)
    {
        AddAll(type, body.Variables.Select(v => v.VariableType));
        foreach (Instruction instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference other:
                    Add(type, other);
                    break;
                case MethodReference other:
                    AddMethod(type, other);
                    break;
                case FieldReference other:
                    Add(type, other.DeclaringType);
                    Add(type, other.FieldType);
                    break;
            }
        }
    }

    private void AddMethod(TypeDefinition type, MethodReference method)
    {
        Add(type, method.DeclaringType);
        Add(type, method.ReturnType);
        AddAll(type, method.Parameters.Select(p => p.ParameterType));
        if (method is GenericInstanceMethod instance)
        {
            AddAll(type, instance.GenericArguments);
        }
    }

    private void AddAttributes(TypeDefinition type, IEnumerable<CustomAttribute> attributes)
    {
        foreach (CustomAttribute attribute in attributes)
        {
            Add(type, attribute.AttributeType);
            AddAll(type, attribute.ConstructorArguments.Select(a => a.Value).OfType<TypeReference>());
        }
    }

    private void AddAll(TypeDefinition type, IEnumerable<TypeReference> others)
    {
        foreach (TypeReference other in others)
        {
            Add(type, other);
        }
    }

    private void Add(TypeDefinition type, TypeReference? other)
    {
        switch (other)
        {
            case null or GenericParameter:
                return;
            case FunctionPointerType pointer:
                Add(type, pointer.ReturnType);
                AddAll(type, pointer.Parameters.Select(p => p.ParameterType));
                return;
            case GenericInstanceType instance:
                AddAll(type, instance.GenericArguments);
                Add(type, instance.ElementType);
                return;
            case TypeSpecification wrapped:
                Add(type, wrapped.ElementType);
                return;
        }

        string from = NamespaceOf(type);
        string to = NamespaceOf(other);
        if (from.Length == 0 || from == to || !own.Contains(to))
        {
            return;
        }

        if (!uses.TryGetValue(from, out SortedDictionary<string, string>? targets))
        {
            uses[from] = targets = new SortedDictionary<string, string>(StringComparer.Ordinal);
        }

        targets.TryAdd(to, $"{type.FullName} uses {other.FullName}");
    }
}
