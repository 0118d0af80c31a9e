using System.Runtime.InteropServices;
using Google.Protobuf;

namespace EdgeFlow.OrTools.Native;

/// <summary>Solves models over whole numbers through CP-SAT's C interface. Thread-safe.</summary>
/// <param name="library">The library.</param>
public sealed class CpSat(OrToolsLibrary library)
{
    /// <summary>Searches side by side: more find proofs sooner even where there are fewer cores.</summary>
    public const int Workers = 8;

    private const long Seed = 1;

    /// <summary>Solves a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limit">When it stops.</param>
    /// <exception cref="InvalidOperationException">CP-SAT says that the model is none, which is a bug of its
    /// maker.</exception>
    public CpSatResult Solve(CpModel model, TimeSpan limit)
    {
        var (bytes, parameters) = (model.ToBytes(), Parameters(limit));
        library.SolveCp(bytes, bytes.Length, parameters, parameters.Length, out var response, out var size);
        try
        {
            var read = new byte[size];
            Marshal.Copy(response, read, 0, size);
            var result = Read(read);
            return result.Status != CpSatStatus.Invalid ? result : throw new InvalidOperationException(
                $"CP-SAT refuses a model of {model.VariableCount} variables as invalid.");
        }
        finally
        {
            Release(response);
        }
    }

    // The response is memory of the C library.
    private static unsafe void Release(nint response) => NativeMemory.Free((void*)response);

    // SatParameters: max_time_in_seconds 36, num_workers 206, random_seed 31, log_to_stdout 186.
    private static byte[] Parameters(TimeSpan limit) => ModelBytes.Message(o =>
    {
        o.WriteTag(36, WireFormat.WireType.Fixed64);
        o.WriteDouble(limit.TotalSeconds);
        foreach (var (field, value) in new[] { (206, Workers), (31, Seed), (186, 0L) })
        {
            o.WriteTag(field, WireFormat.WireType.Varint);
            o.WriteInt64(value);
        }
    });

    // CpSolverResponse: status 1, solution 2, best_objective_bound 4.
    private static CpSatResult Read(byte[] bytes)
    {
        var (status, bound, values) = (CpSatStatus.Unknown, double.NegativeInfinity, new List<double>());
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    status = (CpSatStatus)input.ReadEnum();
                    break;
                case 2:
                    for (var packed = new CodedInputStream(input.ReadBytes().ToByteArray()); !packed.IsAtEnd;)
                    {
                        values.Add(packed.ReadInt64());
                    }

                    break;
                case 4:
                    bound = input.ReadDouble();
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return new CpSatResult(status, values, bound);
    }
}
