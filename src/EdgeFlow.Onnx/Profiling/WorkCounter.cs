using EdgeFlow.Onnx.Wire;

namespace EdgeFlow.Onnx.Profiling;

/// <summary>
/// Counts the multiply-adds of a model. The sizes between its operators depend on the inputs, so that the model is run
/// once with those tensors as extra outputs; their shapes then give the exact count. Safe for concurrent use.
/// </summary>
public static class WorkCounter
{
    // Operators that multiply-add: the position of the left operand, of the weights, and how they count.
    private static readonly Dictionary<string, (int Left, int Weights, Func<Shapes, long> Count)> Counted = new()
    {
        ["Conv"] = (0, 1, Convolution),
        ["ConvInteger"] = (0, 1, Convolution),
        ["FusedConv"] = (0, 1, Convolution),
        ["QLinearConv"] = (0, 3, Convolution),
        ["ConvTranspose"] = (0, 1, shapes => Product(shapes.Left) * Product(shapes.Weights.Skip(1))),
        ["MatMul"] = (0, 1, MatrixProduct),
        ["MatMulInteger"] = (0, 1, MatrixProduct),
        ["QLinearMatMul"] = (0, 3, MatrixProduct),
        ["Gemm"] = (0, 1, shapes => shapes.TransposedLeft
            ? Product(shapes.Output) * shapes.Left[0]
            : MatrixProduct(shapes)),
    };

    private static readonly HashSet<string> Unknown =
        ["If", "Loop", "Scan", "LSTM", "GRU", "RNN", "Einsum", "Attention"];

    /// <summary>Counts the work of one run on these inputs.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="inputs">What to run it on: the count holds for these shapes.</param>
    /// <param name="options">Limits, or null for the defaults.</param>
    /// <exception cref="OnnxModelException">The file cannot be loaded or the inputs do not fit.</exception>
    public static ModelWork Count(string path, IReadOnlyList<OnnxTensor> inputs, OnnxModelOptions? options = null)
    {
        options ??= OnnxModelOptions.Default;
        var file = ModelFile.Read(path, options);
        var graph = file.Model.Graph;
        var shapes = new Dictionary<string, IReadOnlyList<long>>();
        foreach (var tensor in graph.Initializer)
        {
            shapes[tensor.Name] = tensor.Dims;
        }

        foreach (var input in inputs)
        {
            shapes[input.Name] = input.Shape;
        }

        var nodes = graph.Node.Where(node => Counted.ContainsKey(node.OpType)).ToArray();
        if (nodes.FirstOrDefault(node => node.Input.Count <= Counted[node.OpType].Weights) is { } broken)
        {
            throw new OnnxModelException(OnnxProblem.BadModel,
                $"{path}: {broken.OpType} '{broken.Name}' lacks inputs.");
        }

        Expose(graph, nodes.SelectMany(Operands).Where(name => !shapes.ContainsKey(name)));
        using (var model = new OnnxModel(file.With(file.Model), options))
        using (var outputs = model.Run(inputs))
        {
            foreach (var output in outputs.All)
            {
                shapes[output.Name] = output.Shape;
            }
        }

        var total = nodes.Sum(node => Counted[node.OpType].Count(Shapes.Of(node, shapes)));
        var unknown = graph.Node.Select(node => node.OpType).Where(Unknown.Contains);
        return new ModelWork(total, unknown.Distinct().Order(StringComparer.Ordinal).ToArray());
    }

    private static IEnumerable<string> Operands(NodeProto node)
    {
        var (left, weights, _) = Counted[node.OpType];
        return [node.Input[left], node.Input[weights], node.Output[0]];
    }

    private static void Expose(GraphProto graph, IEnumerable<string> names)
    {
        var already = graph.Output.Select(output => output.Name).ToHashSet();
        foreach (var name in names.Where(already.Add))
        {
            graph.Output.Add(new ValueInfoProto { Name = name });
        }
    }

    // Every output element sums over the kernel and the input channels of its group: all but the first axis of the
    // weights.
    private static long Convolution(Shapes shapes) => Product(shapes.Output) * Product(shapes.Weights.Skip(1));

    private static long MatrixProduct(Shapes shapes) => Product(shapes.Output) * shapes.Left[^1];

    private static long Product(IEnumerable<long> sizes) => sizes.Aggregate(1L, (product, size) => product * size);

    private sealed record Shapes(
        IReadOnlyList<long> Left, IReadOnlyList<long> Weights, IReadOnlyList<long> Output, bool TransposedLeft)
    {
        public static Shapes Of(NodeProto node, IReadOnlyDictionary<string, IReadOnlyList<long>> shapes)
        {
            var (left, weights, _) = Counted[node.OpType];
            var transposed = node.Attribute.Any(attribute => attribute is { Name: "transA", I: not 0 });
            return new Shapes(
                shapes[node.Input[left]], shapes[node.Input[weights]], shapes[node.Output[0]], transposed);
        }
    }
}
