using Google.Protobuf;

namespace EdgeFlow.OrTools.Native;

/// <summary>Reads the fields of MathOpt's SolveResultProto that are used. Stateless.</summary>
internal static class ResultReader
{
    /// <summary>Reads a result.</summary>
    public static MathOptResult Read(byte[] bytes, MixedProgram program)
    {
        var (reason, primal, dual) = (MathOptReason.Failed, double.NaN, double.NaN);
        double[] values = [];
        double[] duals = [];
        Fields(bytes, (field, input) =>
        {
            switch (field)
            {
                case 2:
                    (reason, primal, dual) = Termination(input.ReadBytes().ToByteArray());
                    return true;
                case 3 when values.Length == 0:
                    (values, duals) = Solution(input.ReadBytes().ToByteArray(), program);
                    return true;
                default:
                    return false;
            }
        });
        return new MathOptResult(reason, primal, dual, values, duals);
    }

    // TerminationProto: reason 1, objective_bounds 5 (primal_bound 2, dual_bound 3).
    private static (MathOptReason Reason, double Primal, double Dual) Termination(byte[] bytes)
    {
        var (reason, primal, dual) = (0, 0.0, 0.0);
        Fields(bytes, (field, input) =>
        {
            if (field == 1)
            {
                reason = input.ReadEnum();
            }
            else if (field == 5)
            {
                Fields(input.ReadBytes().ToByteArray(), (inner, bounds) =>
                {
                    if (inner is not (2 or 3))
                    {
                        return false;
                    }

                    (primal, dual) = inner == 2 ? (bounds.ReadDouble(), dual) : (primal, bounds.ReadDouble());
                    return true;
                });
            }

            return field is 1 or 5;
        });
        return ((MathOptReason)reason, primal, dual);
    }

    // SolutionProto: primal_solution 1, dual_solution 2; in both a sparse vector 1 (ids 1, values 2).
    private static (double[] Values, double[] Duals) Solution(byte[] bytes, MixedProgram program)
    {
        double[] values = [];
        double[] duals = [];
        Fields(bytes, (field, input) =>
        {
            if (field is not (1 or 2))
            {
                return false;
            }

            var size = field == 1 ? program.VariableCount : program.RowCount;
            Fields(input.ReadBytes().ToByteArray(), (inner, solution) =>
            {
                if (inner != 1)
                {
                    return false;
                }

                var vector = Vector(solution.ReadBytes().ToByteArray(), size);
                (values, duals) = field == 1 ? (vector, duals) : (values, vector);
                return true;
            });
            return true;
        });
        return (values, duals);
    }

    private static double[] Vector(byte[] bytes, int size)
    {
        var ids = new List<long>();
        var numbers = new List<double>();
        Fields(bytes, (field, input) =>
        {
            var packed = new CodedInputStream(input.ReadBytes().ToByteArray());
            while (!packed.IsAtEnd)
            {
                if (field == 1)
                {
                    ids.Add(packed.ReadInt64());
                }
                else
                {
                    numbers.Add(packed.ReadDouble());
                }
            }

            return true;
        });
        var vector = new double[size];
        for (var k = 0; k < Math.Min(ids.Count, numbers.Count); k++)
        {
            vector[ids[k]] = numbers[k];
        }

        return vector;
    }

    private static void Fields(byte[] bytes, Func<int, CodedInputStream, bool> read)
    {
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
        {
            if (!read(WireFormat.GetTagFieldNumber(tag), input))
            {
                input.SkipLastField();
            }
        }
    }
}
