/** What they write about: threads by channel. `title | text` opens a topic, a plain line a post, and what follows are replies. */

export const threads: [string, ...string[]][][] = [
  [
    [
      'FFP2 masks for three hospitals in Milano | We need **10,000 FFP2** (EN 149) for three hospitals in Milano, first 4,000 by Friday.\n\n- [x] budget approved\n- [x] delivery address confirmed\n- [ ] supplier with a notified body number\n\nAny certified lot from 500 pieces helps.',
      'We can spare 1,500 from a validated lot, notified body 0082. Shipping from Lyon tomorrow morning.',
      'Thank you, that covers the intensive care units until Thursday. I will write to you directly.',
      '6,000 more can leave Sabadell on Wednesday. Certificates attached in the shared folder.',
      'Please check the valve: our wards only take masks without one.',
      'Without valve, both lots.',
    ],
    [
      'Nitrile gloves, size M and L, 40,000 pairs for nursing homes around Athens. Anything in two weeks helps.',
      'We have 12,000 pairs size M in Piraeus. Who collects?',
      'We do, tomorrow at 9. Thank you.',
    ],
    [
      'Meltblown nonwoven, 25 g/m² | Our converting line stands still: we need **2 tonnes a week** of meltblown 25 g/m², width 175 mm.\n\n| week | need | have |\n|---|---:|---:|\n| 13 | 2,000 kg | 400 kg |\n| 14 | 2,000 kg | 0 kg |\n| 15 | 2,000 kg | 0 kg |',
      'We expect 600 kg a week from the end of the month. Is 30 g/m² workable?',
      '30 g/m² works if breathing resistance stays below 70 Pa at 30 l/min.',
      'Test report goes out tonight.',
      'Our lab in Vienna can measure it within 24 hours if you send ten samples.',
    ],
    [
      'Face shields for paramedics, 3,000 pieces, Timișoara and Cluj. Foil we can cut ourselves, we lack the head bands.',
      'We print 400 head bands a day and can send the first 800 on Monday.',
      'Injection moulded ones from us from next week: 5,000 a day.',
    ],
    [
      'Transport: a pallet of gowns from Porto to Bergamo, as soon as possible. All regular lines are cancelled.',
      'A truck of ours goes Porto–Torino on Thursday with half a load free.',
      'Torino is fine, we collect there.',
    ],
    [
      'We are looking for oxygen sensors (galvanic, 0–100 %) for the refurbishing of 60 ventilators.',
      'Which connector? We have 40 with Molex 3-pin in Eindhoven.',
      'Molex is right. Can you ship to Milano?',
      'Yes, with the courier tonight.',
    ],
    ['Ethanol 96 % for hand disinfectant: 5,000 litres, anywhere within a day of Patras.'],
    [
      'Disposable gowns, sterile, for the infection ward in Regensburg. 2,500 by the end of next week. @nuria-ferrer can your sewing companies do it?',
      'Sterile no, non-sterile yes: 800 a day. Steam sterilisation would have to happen at your side.',
      'The hospital can sterilise. Let us talk tomorrow at ten.',
    ],
    [
      'Elastic band 5 mm, 50 km of it. Honestly. Everything else we have.',
      'We weave 8 km a day. What colour does not matter, I guess?',
      'White if you can, any if you cannot.',
    ],
  ],
  [
    [
      'Sewing capacity for 20,000 masks a day | Eleven companies of our cluster have **free sewing lines**, together about 20,000 surgical masks or 3,000 gowns a day. We lack nonwoven SMS 40 g/m² and elastic.\n\nAsk here or write to me.',
      'How long from material to first delivery?',
      'Four days, if the cutting pattern is known.',
      'We have the pattern from our hospital as DXF and can share it.',
      'Please do, it saves us a week.',
    ],
    [
      'Two 80-tonne injection presses are free until June. PP, PC or PETG, moulds up to 400 × 400 mm. Also at night.',
      'We have a mould for the shield frame, 2 cavities. Would it fit your press?',
      'Send the drawing, I answer within the hour.',
    ],
    [
      'We test filtration (EN 149, sodium chloride and paraffin) within 48 hours, for members of the forum at cost.',
      'How many samples?',
      'Twenty for the full programme, ten for a first look.',
    ],
    [
      'PETG foil 0.5 mm, 6 tonnes in stock in Stockholm, for visors. First come, first served; hospitals before everybody else.',
      'One tonne for Cluj, please.',
      'Reserved. Pickup or shipping?',
      'Shipping, we pay.',
    ],
    [
      'We can fill 10,000 bottles of hand gel a day (100–500 ml), if somebody has the bottles. Ours run out on Thursday.',
      'Perfume bottles 100 ml with spray heads? I have 60,000.',
      'Wonderful, yes. And the hospital will smell of nothing, promised.',
    ],
    [
      'Cold chain trucks, four of them, Wien–Milano–Barcelona, every Tuesday and Friday with free room.',
    ],
    [
      '3D printing: 35 machines in a row, PA12 (MJF) and PETG. Valves, adapters, clips. Medical use only after your validation.',
      'Venturi valves for CPAP hoods, 200 pieces? Drawing is there.',
      'Printed tonight, shipped tomorrow.',
    ],
    [
      'Our toolmakers can build a mask mould in nine days instead of eight weeks; three shifts, seven days.',
    ],
  ],
  [
    [
      'From snorkelling mask to CPAP: what we learned | The adapter works, with three caveats:\n\n1. Leakage at the chin above 12 cmH₂O\n2. CO₂ washout needs at least 40 l/min\n3. **Not** for more than two hours without a break\n\nDrawings are open. See also the discussion in #best-practices.',
      'Did you measure with beard and without?',
      'Both. With a beard the leakage doubles.',
      'Our technicians would add a second clip at the chin. Drawing follows.',
      'Which filter do you use at the outlet?',
      'Standard HME filter, 22 mm.',
    ],
    [
      'How we read a certificate, as a checklist:\n\n```text\n1. four-digit notified body number on the product\n2. the number exists in NANDO\n3. the certificate names module B and C2 or D\n4. the product on the paper is the product in the box\n```',
      'Point 4 caught three of five offers last week.',
      'Can we pin this?',
    ],
    [
      'Small script to convert breathing resistance from mbar to Pa for the test sheets:\n\n```js\nconst pascal = (mbar) => mbar * 100;\nconsole.log(pascal(0.7)); // 70 Pa at 30 l/min\n```',
      'Thank you, it ends a daily quarrel in our lab :smile:',
    ],
    [
      'Has anybody re-used FFP2 after hydrogen peroxide vapour? We find no loss of filtration after 20 cycles, but the elastic gives up after 8.',
      'Same here: the bands fail first.',
      'Heat at 70 °C, 60 minutes: bands hold better, but you need humidity control.',
      'We publish our series next week and will post the link.',
    ],
    [
      'Ultrasonic welding of the nose clip: amplitude 30 µm, 0.25 s, 2.5 bar works for us. What are your parameters?',
    ],
    [
      'UV-C boxes: please do not. The shaded side stays contaminated, we measured it.',
      'Clear words, thank you. We had planned to buy ten.',
    ],
    ['Which software do you use to plan mixed batches? We do it in a spreadsheet and it hurts.'],
  ],
  [
    [
      'Splitting shifts: how we kept the line running | Two groups that **never meet**, 20 minutes of airing between them, breaks outside. Not a single chain of infection in five weeks.\n\n> The hardest part was the car park.',
      'How did you do it with the maintenance people?',
      'A third group, with its own tools.',
      'We copied this in three plants. Works.',
    ],
    [
      'A call with all buyers every morning at 8:15, fifteen minutes, standing. It replaced some two hundred emails a day.',
    ],
    [
      "Photographs of goods before payment: ask for today's newspaper in the picture. It sounds silly and saved us 80,000 euros.",
      'We ask for a video call in the warehouse.',
      'Both are good. Paying in advance is not.',
    ],
    [
      'We made one page per product: what to ask, what to refuse, whom to call. Shall I share it?',
      'Yes please.',
      'Yes, and in English if you have it.',
      'English, German and Italian. Uploaded tonight.',
    ],
    [
      'Signs that an offer is a fraud, collected from forty cases: payment to a private account, no address, a price that falls while you talk, a certificate from an institute that does not exist.',
      'Add: "lot in Frankfurt, leaves in two hours".',
    ],
    [
      'Video calls in the third language: we let everybody write in the chat what they understood. Ten minutes longer, no misunderstandings.',
    ],
  ],
  [
    [
      'Order books in our cluster: minus 43 % against March last year, minus 70 % in automotive. Medical plus 160 %.',
      'In ours minus 55 %, and half of the companies below three weeks of liquidity.',
      'What helps most right now?',
      'That customers pay their open invoices. Really.',
    ],
    [
      'Prices of meltblown, per kg | February 8 €, first week of March 19 €, today **up to 60 €**. We publish what our members really paid, so that nobody has to believe a salesman.',
      'Thank you. We paid 34 € on Monday.',
      '41 € on Tuesday, delivered.',
      'From the same seller?',
      'From the same seller.',
    ],
    ['Short-time work: 61 of our 140 members have applied, 19 more will by the end of the week.'],
    [
      'Does anybody have figures on freight? Our rates to Shanghai are five times those of January.',
      'Air freight 11 €/kg, if you get a slot at all.',
    ],
    [
      'Survey among our members, 212 answers: the first bottleneck is material, the second people, only the third money.',
    ],
  ],
  [
    [
      'ESA/EIC call for medical solutions: deadline 31 March | Up to **2.5 million** a project, fast evaluation. We look for a partner with a clinical site.',
      'We have the clinical site and would join.',
      'Let us speak at four. I send the link.',
      'Is there room for a test house?',
    ],
    [
      'Regional guarantee bank now covers 90 % of loans up to 500,000 €, decision within three days. One page of application!',
    ],
    [
      'Which costs of a converted line are eligible? We get different answers from every office.',
      'Tooling and certification yes, staff only if hired after 1 February, says ours.',
      'That is what we heard too, in writing.',
    ],
    [
      'Voucher for certification costs: 10,000 € per company in Flanders. Please ask your region to copy it.',
      'Asked. Answer expected on Thursday.',
    ],
    [
      'A foundation pays for 3D printed parts for hospitals, invoices only, no application. Write to me for the contact.',
    ],
  ],
  [
    [
      'Childcare for people in production: our town hall opened two kindergartens after three days of phone calls. Keep calling.',
      'How many children per group?',
      'Five. It works.',
    ],
    [
      'Our seamstresses sew at home now. We bring material on Monday and collect on Friday, everybody with their own box. The mood is better than in the hall, to be honest.',
    ],
    [
      'Volunteers | 120 students of engineering offer their time. What would you give them to do?',
      'Checking certificates! It takes hours and needs a clear head.',
      'Data entry of offers. We have 300 in a mailbox.',
      'Sent both groups your way.',
    ],
    ['Posters about hygiene in eleven languages, free to print. Romanian and Turkish are new.'],
    [
      'A word of thanks: the gloves from Piraeus arrived. Forty people cried a little. :heart:',
      'So did we.',
      'This is why we do it.',
    ],
  ],
  [
    [
      'Recommendation (EU) 2020/403 in plain words | PPE **without CE marking** may be bought by authorities for health workers if it gives an adequate level of health and safety. It may **not** go to the open market.\n\nSource: the Official Journal of 16 March 2020.',
      'So a hospital may, a pharmacy may not?',
      'Exactly.',
      'And a nursing home?',
      'If the authority buys it for them, yes.',
    ],
    [
      'Export authorisation for masks: the form is two pages, our ministry answered within a day. Ask before you load the truck.',
      'Ours took six days. Same form.',
    ],
    [
      'Alcohol duty: Belgium and Germany have suspended it for disinfectant. Who knows about Poland?',
      'Poland too, since Monday.',
    ],
    [
      'Lorry drivers: the green lanes at the borders work since yesterday, waiting time down from nine hours to one.',
      'Brenner: 40 minutes this morning.',
    ],
    [
      'The harmonised standards are free of charge now: EN 149, EN 14683, EN 166 and others. Download them before somebody thinks better of it.',
    ],
  ],
];

/** Short words that go anywhere in the talk of a channel. */
export const remarks = [
  'Update: the first half has arrived, the rest is on the road.',
  'Could somebody translate this into Italian for our hospital?',
  'Thank you for the quick answer.',
  'We are in contact, no more offers needed for this one.',
  'Correction: Thursday, not Wednesday.',
  'Our numbers for today: 3,400 pieces out, 1,100 in.',
  'Does this hold for non-medical use as well?',
  'I forward this to the colleagues in the region.',
  'Call at 16:00 as every day, the link is the same.',
  'Same problem here. Let us join forces.',
  'The certificate is genuine, we checked it with the notified body.',
  'Please add quantity and place when you post, it saves a round of questions.',
  'Delivered. The driver says hello.',
  'We can take 200 of these right away.',
  'Is the offer still open?',
  'Yes, still open until tonight.',
  'Our test house confirms class IIR.',
  'Stock is down to two days. Thank you all for looking.',
];

export const reactions = ['thumbsup', 'heart', 'white_check_mark', 'pray', 'eyes'];
