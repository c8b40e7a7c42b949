using System.Text;

namespace Fuzz.Tests.Mutation;

/// <summary>Changes files of a format: interesting values in fields, rows that are swapped and repeated, cuts, splices, flips.</summary>
internal static class StructureMutator
{
    private const int LargestFile = 1 << 18;
    private const int MostChanges = 6;

    /// <param name="format">The format.</param>
    /// <param name="random">Where all choices come from.</param>
    /// <param name="file">The file to change; it stays as it is.</param>
    /// <param name="other">Another file, to be spliced.</param>
    public static byte[] Mutate(FileFormat format, Random random, byte[] file, byte[] other)
    {
        byte[] changed = [.. file];
        int changes = 1 + (int)(MostChanges * random.NextDouble() * random.NextDouble());
        for (int count = 0; count < changes; count++)
            changed = Change(format, random, changed, other);
        if (random.Next(8) > 0)
            format.Repair(changed);
        return changed.Length <= LargestFile ? changed : changed[..LargestFile];
    }

    /// <summary>Changes bytes without regard to what they mean.</summary>
    public static byte[] MutateBytes(Random random, byte[] file, byte[] other)
    {
        switch (random.Next(4))
        {
            case 0 when file.Length > 0:
                return file[..random.Next(file.Length)];
            case 1:
                return [.. file[..random.Next(file.Length + 1)], .. other[random.Next(other.Length + 1)..]];
            case 2:
                byte[] more = new byte[random.Next(1, 1 << random.Next(1, 13))];
                random.NextBytes(more);
                int place = random.Next(file.Length + 1);
                return [.. file[..place], .. more, .. file[place..]];
            default:
                byte[] flipped = [.. file];
                for (int count = random.Next(1, 9); count > 0 && flipped.Length > 0; count--)
                    flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
                return flipped;
        }
    }

    private static byte[] Change(FileFormat format, Random random, byte[] file, byte[] other)
    {
        var structure = format.Read(file);
        if (structure.Tables.Count == 0)
            return MutateBytes(random, file, other);
        var rows = Pick(random, structure.Tables);
        var row = Pick(random, rows);
        switch (random.Next(20))
        {
            case < 10:
                var field = Pick(random, row.Fields);
                Write(file, field, InterestingValue(random, structure, field));
                return file;
            case < 12:
                Write(file, Pick(random, row.Fields), Read(structure, Pick(random, Pick(random, Pick(random, structure.Tables)).Fields)));
                return file;
            case < 14:
                var target = Pick(random, rows);
                int size = Math.Min(row.Size, target.Size);
                byte[] kept = file[target.Offset..(target.Offset + size)];
                file.AsSpan(row.Offset, size).CopyTo(file.AsSpan(target.Offset));
                if (random.Next(2) == 0)
                    kept.CopyTo(file, row.Offset);
                return file;
            case 14:
                int end = row.Offset + (random.Next(2) == 0 ? 0 : row.Size) + random.Next(-1, 2);
                return file[..Math.Clamp(end, 0, file.Length)];
            case < 18:
                return format.Change(random, file);
            default:
                return MutateBytes(random, file, other);
        }
    }

    /// <summary>Values at which programs go wrong: ends of ranges, neighbours, what wraps around together with another field.</summary>
    private static ulong InterestingValue(Random random, Structure structure, Field field)
    {
        ulong value = Read(structure, field);
        ulong other = Read(structure, Pick(random, Pick(random, Pick(random, structure.Tables)).Fields));
        ulong length = (ulong)structure.File.Length;
        ulong step = 1UL << random.Next(0, 13);
        return random.Next(18) switch
        {
            0 => 0,
            1 => (ulong)random.Next(1, 9),
            2 => value + step,
            3 => value - step,
            4 => value * 2,
            5 => 0UL - value,
            6 => 0UL - step,
            7 => 1UL << random.Next(64),
            8 => (1UL << random.Next(64)) - 1,
            9 => length + (ulong)random.Next(-4, 5),
            10 => length - other,
            11 => other + (ulong)random.Next(-4, 5),
            12 => 0UL - other + (ulong)random.Next(-1, 2),
            13 => value ^ (1UL << random.Next(64)),
            14 => 0x8000_0000UL + (ulong)random.Next(-4, 5),
            15 => other - value,
            16 => ~0UL,
            _ => (ulong)random.NextInt64(),
        };
    }

    private static ulong Read(Structure structure, Field field)
    {
        if (!field.IsOctal)
            return structure.Number(field.Offset, field.Size);
        ulong value = 0;
        foreach (byte digit in structure.File.AsSpan(field.Offset, field.Size))
            value = digit is >= (byte)'0' and <= (byte)'7' ? (value * 8) + (ulong)(digit - '0') : value;
        return value;
    }

    private static void Write(byte[] file, Field field, ulong value)
    {
        if (field.IsOctal)
        {
            string digits = System.Convert.ToString((long)value, 8);
            string lowest = digits[Math.Max(0, digits.Length - field.Size + 1)..];
            Encoding.ASCII.GetBytes(lowest.PadLeft(field.Size - 1, '0'), file.AsSpan(field.Offset));
            return;
        }
        for (int index = 0; index < field.Size; index++)
            file[field.Offset + index] = (byte)(value >> (8 * index));
    }

    public static T Pick<T>(Random random, IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
