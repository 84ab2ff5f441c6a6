import KaldiFiles
import Testing

@Suite struct KaldiContentTests {
    @Test(arguments: [
        ("\0B<DiagGMM> ", KaldiContent.mixture), ("<DiagGMM> \n<GCONSTS>", .mixture),
        ("\0B<FullGMM> ", .mixture), ("alice-1 \0BFM ", .archive), ("alice-1  [\n 1 2", .archive),
        ("alice-1 feats.ark:8\nbruno-1 feats.ark:90", .script),
        ("alice-1 feats.ark:8[0:9,:]\n", .script),
    ])
    func beginningsTell(_ text: String, _ content: KaldiContent) {
        #expect(KaldiContent(beginning: text.utf8) == content)
    }

    @Test(arguments: [
        "", " ", "a", "a ", "RIFF$\u{1}\0\0WAVEfmt \u{10}\0\0\0", "speaker\tclip\nada\ta.wav\n",
        "take [this", "alice-1 sph2pipe -f wav a.sph |", "1,2,3\n4,5,6\n", "\0B", "\0B<Nnet3> ",
    ])
    func otherBeginningsAreNotKaldis(_ text: String) {
        #expect(KaldiContent(beginning: text.utf8) == nil)
    }
}
