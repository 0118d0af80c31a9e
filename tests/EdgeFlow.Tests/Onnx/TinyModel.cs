using EdgeFlow.Onnx.Wire;
using Google.Protobuf;

namespace EdgeFlow.Tests.Onnx;

/// <summary>Small models made by code, in a folder of their own that goes away with the test.</summary>
internal sealed class TinyModel : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("edgeflow-onnx-").FullName;

    /// <summary>y = x · W with x [N, 2] and W [2, 3] = 1 2 3 / 4 5 6.</summary>
    public static ModelProto Product()
    {
        var graph = new GraphProto { Name = "product" };
        graph.Input.Add(Value("x", "N", 2));
        graph.Output.Add(Value("y", "N", 3));
        var weights = new TensorProto { Name = "W", DataType = 1 };
        weights.Dims.AddRange([2, 3]);
        float[] values = [1, 2, 3, 4, 5, 6];
        weights.RawData = ByteString.CopyFrom(values.SelectMany(BitConverter.GetBytes).ToArray());
        graph.Initializer.Add(weights);
        var node = new NodeProto { OpType = "MatMul", Name = "product" };
        node.Input.AddRange(["x", "W"]);
        node.Output.Add("y");
        graph.Node.Add(node);
        var model = new ModelProto { IrVersion = 7, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        return model;
    }

    /// <summary>The same product with its weights in a file beside the model.</summary>
    public static ModelProto External(string location)
    {
        var model = Product();
        var weights = model.Graph.Initializer[0];
        weights.ClearRawData();
        weights.DataLocation = 1;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        return model;
    }

    public string Write(ModelProto model, string name = "model.onnx") => Write(model.ToByteArray(), name);

    public string Write(byte[] bytes, string name)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static ValueInfoProto Value(string name, string axis, long size)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = axis });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = shape } },
        };
    }
}
