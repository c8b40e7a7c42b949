using TabFormat.Reading;

namespace Acceptance.Tests;

internal static class TbfReadingExtensions
{
    extension(TbfReading tbf)
    {
        /// <summary>Bytes from the start of the app binary to the entry point.</summary>
        public long EntryInBinary => tbf.HeaderSize + tbf.Entry!.InitFunctionOffset - tbf.BinaryOffset;
    }
}
