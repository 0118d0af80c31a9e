using EdgeFlow.Onnx.Wire;

namespace EdgeFlow.Onnx;

/// <summary>
/// Finds the files beside a model that hold its large tensors. A hostile model could name any file of the machine
/// there and read it out through its outputs, so that only plain files in the model's own folder or below are accepted.
/// </summary>
internal static class ExternalData
{
    private const int External = 1;

    /// <summary>The external files of a model, each once, in ordinal order of their names.</summary>
    /// <exception cref="OnnxModelException">A reference leaves the folder, is a link, or has no file.</exception>
    public static IReadOnlyList<FileInfo> Files(ModelProto model, string modelPath)
    {
        var tensors = Graph(model.Graph)
            .Concat(model.Functions.SelectMany(function => function.Node).SelectMany(Node))
            .Concat(model.TrainingInfo.SelectMany(info => Graph(info.Initialization).Concat(Graph(info.Algorithm))));
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (tensor.DataLocation == External || tensor.ExternalData.Count > 0)
            {
                names.Add(tensor.ExternalData.LastOrDefault(entry => entry.Key == "location")?.Value
                    ?? throw Bad(modelPath, $"tensor '{tensor.Name}' is external but names no location"));
            }
        }

        return names.Select(name => Resolve(name, modelPath)).ToArray();
    }

    private static FileInfo Resolve(string name, string modelPath)
    {
        var parts = name.Split('/');
        if (Path.IsPathRooted(name) || name.Contains('\\') || name.Any(char.IsControl)
            || parts.Any(part => part is "" or "." or ".."))
        {
            throw Bad(modelPath, $"external data '{name}' is not a plain path inside the model's folder");
        }

        var path = Path.GetDirectoryName(modelPath)!;
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw Bad(modelPath, $"external data '{name}' goes through a link");
            }
        }

        var file = new FileInfo(path);
        return file.Exists ? file : throw Bad(modelPath, $"external data '{name}' does not exist");
    }

    private static IEnumerable<TensorProto> Graph(GraphProto? graph) => graph is null ? [] : graph.Initializer
        .Concat(graph.SparseInitializer.SelectMany(Sparse))
        .Concat(graph.Node.SelectMany(Node));

    private static IEnumerable<TensorProto> Node(NodeProto node) => node.Attribute.SelectMany(attribute =>
        attribute.Tensors.Concat(attribute.T is null ? [] : [attribute.T])
            .Concat(Graph(attribute.G)).Concat(attribute.Graphs.SelectMany(Graph))
            .Concat(Sparse(attribute.SparseTensor)).Concat(attribute.SparseTensors.SelectMany(Sparse)));

    private static IEnumerable<TensorProto> Sparse(SparseTensorProto? tensor) =>
        new[] { tensor?.Values, tensor?.Indices }.OfType<TensorProto>();

    private static OnnxModelException Bad(string modelPath, string reason) =>
        new(OnnxProblem.BadModel, $"{modelPath}: {reason}.");
}
