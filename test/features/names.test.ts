import { expect } from 'chai';
import { nameProblem, type SignProblem, tidied, titleProblem } from '../../shared/signs.ts';

const realNames = [
  'Þór Ólafsson',
  'D’Angelo',
  "O'Brien",
  'محمد',
  'مُحَمَّد',
  'عبد اللَّٰه',
  'Ng',
  'Nguyễn Thị',
  'Nguye\u0302\u0303n Thi\u0323',
  'María José',
  'Mª José',
  'राजेश कुमार',
  'ज़िंदगी',
  'สมชาย ทองคำ',
  'กิตติ์ธเนศ',
  'ລັດຕະນະ',
  'தமிழ்ச்செல்வி',
  'മോഹന്‍',
  'ශ්‍රී',
  'မြွှောင်း ကျွန်ုပ်',
  'សុខា ស្ត្រី',
  'བསྒྲུབས',
  'ক্ষমা',
  'علی‌رضا',
  'می‌خواهم',
  'דָּוִד בֶּן־גּוּרְיוֹן',
  'שַׁבָּת',
  'צ׳רלי',
  'Gal·la',
  'Gaŀla',
  'Kaʻahumanu',
  'Jean-Luc',
  'van ’t Hoff',
  "van 't Hoff",
  'José Jr.',
  'Martin Luther King, Jr.',
  'გიორგი',
  'ԱՐԱՄ Սարգսյան',
  '王小明',
  '葛󠄀城',
  '김철수',
  'ジョン・スミス',
  'マリア＝テレサ',
  'ﾀﾅｶ',
  'Иван Петров',
  'Йосип Їжакевич',
  'Ελένη Παππά',
  'ᠮᠣᠩᠭᠣᠯ',
  'Łukasz Wałęsa',
  'Đặng',
  'Tānē Māhuta',
  'Ọ̀ṣun',
  'ǃXóõ',
  'X Æ A-12',
  'Ada ⚡',
  'Ada 👩‍🔧',
];

const refused: [name: string, problem: SignProblem][] = [
  ['Ada\u2800Admin', 'invisible'],
  ['Ada\u200bAdmin', 'invisible'],
  ['Ada\u200dAdmin', 'invisible'],
  ['Ada\u200cAdmin', 'invisible'],
  ['علی\u200c\u200cرضا', 'invisible'],
  ['\u202enimdA', 'invisible'],
  ['Ada\u0000', 'invisible'],
  ['Ada\u3164', 'invisible'],
  ['A\u00adda', 'invisible'],
  ['Ada\ufe0f', 'invisible'],
  ['Ada\u{e0041}', 'invisible'],
  ['Ada\ue000', 'invisible'],
  ['Ada\nNovak', 'invisible'],
  ['A\u0323\u0328\u0334\u0330da', 'marks'],
  ['Z̵̧̢̛̗̃̊a', 'marks'],
  ['ก็็็็', 'marks'],
  ['Ada \u0301', 'marks'],
  ['A\u20ddda', 'marks'],
  ['Аda', 'lookalike'],
  ['Αda', 'lookalike'],
  ['𝐀𝐝𝐚', 'lookalike'],
  ['Ａｄａ', 'lookalike'],
  ['Ⓐda', 'lookalike'],
  ['Ada  Novak', 'spaces'],
  ['☆★☆', 'letters'],
];

describe('a name', () => {
  it('may be any real one, in every script and with every sign its language uses', () => {
    for (const name of realNames) expect(nameProblem(tidied(name)), name).to.equal(undefined);
    expect(tidied('山田\u3000太郎\u00a0')).to.equal('山田 太郎');
  });

  it('has no invisible signs, stacked marks or letters that pass for others', () => {
    for (const [name, problem] of refused)
      expect(nameProblem(name), JSON.stringify(name)).to.equal(problem);
  });
});

describe('a title', () => {
  it('may say what a name may, and what technicians write', () => {
    for (const title of [
      ...realNames,
      'ΔT ≤ 5 K',
      '10 kΩ, 5 µF',
      'α-Cellulose',
      'CO₂ und m²',
      'SMSка',
      '№ 5 ½',
      'ＰＣ部品',
      'C++ / C#',
      'Family 👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ 👍🏽',
      '5 × 10³ masks → Milano',
    ])
      expect(titleProblem(title), title).to.equal(undefined);
  });

  it('has no invisible signs, stacked marks or words that pass for others', () => {
    for (const [title, problem] of [
      ['Masks \u202e021', 'invisible'],
      ['Ma\u200bsks', 'invisible'],
      ['Masks\u0000', 'invisible'],
      ['Masks\u2066', 'invisible'],
      ['M̷̢̛̗a', 'marks'],
      ['Kеy information', 'lookalike'],
      ['𝐊𝐞𝐲 information', 'lookalike'],
    ] as const)
      expect(titleProblem(title), JSON.stringify(title)).to.equal(problem);
  });
});
