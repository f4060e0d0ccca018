import { expect } from 'chai';
import fc from 'fast-check';
import { fileName, renamed } from '../../shared/file-name.ts';

describe('the name of a file that is saved', () => {
  const pdf = (name: string) => renamed(name, 'application/pdf');

  it('has the extension of its type, never the one it came with', () => {
    expect(pdf('x.html')).to.equal('x.pdf');
    expect(pdf('x.HTML.')).to.equal('x.pdf');
    expect(pdf('x.html\u202e')).to.equal('x.pdf');
    expect(pdf('Zertifikat EN 149 – „Nr. 1“.pdf')).to.equal('Zertifikat EN 149 – „Nr. 1“.pdf');
    expect(pdf('version 1.5')).to.equal('version 1.5.pdf');
    expect(renamed('scan.exe', 'image/jpeg')).to.equal('scan.jpg');
    expect(fileName('EN149 Masks for St.Anna', 'image/png')).to.equal(
      'EN149 Masks for St.Anna.png',
    );
  });

  it('holds nothing that changes direction, is not seen, or leads elsewhere', () => {
    expect(pdf('invoice\u202efdp.exe')).to.equal('invoice fdp.pdf');
    expect(pdf('../../etc/passwd')).to.equal('etc passwd.pdf');
    expect(pdf('C:\\windows\\win.ini')).to.equal('C windows win.pdf');
    expect(pdf('a\r\nSet-Cookie: b\0.pdf')).to.equal('a Set-Cookie b.pdf');
    expect(pdf('.htaccess')).to.equal('document.pdf');
    expect(pdf('con.html')).to.equal('_con.pdf');
    expect(pdf('\u200b')).to.equal('document.pdf');
  });

  it('keeps every script', () => {
    for (const stem of ['Сертификат', 'شهادة', '証明書', 'Πιστοποιητικό', 'þórólfur 👍'])
      expect(pdf(`${stem}.docx`)).to.equal(`${stem}.pdf`);
  });

  it('is one that every file system takes, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const safe = pdf(name);
        expect(safe).to.match(/^[^\s.].*\.pdf$/u);
        expect(safe).not.to.match(/[\p{Cc}\p{Cf}/\\:*?"<>|]/u);
        expect(Buffer.byteLength(safe)).to.be.below(256);
      }),
    );
  });
});
