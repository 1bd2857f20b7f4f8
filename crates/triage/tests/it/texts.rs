//! Text messages and chats, as people here get them: those that want something, and those that are a service or a friend.

use triage::Verdict;

use crate::house::{is_doubted, text, told};

#[test]
fn texts_that_lure_are_doubted() {
    let mut wrong = Vec::new();
    for words in [
        "Royal Mail: your parcel is held at our depot. A fee of £1.45 is due. Pay at royalmail-redeliver.com/pay",
        "Your Evri driver could not find your house. Choose a new day here: evri.parcel-slot.info",
        "DPD: we missed you today. Rebook and pay the £1.95 charge: https://dpd-rebook.cc/t7",
        "Yodel: Customs charge of £2.99 unpaid on your item. Settle now to avoid return: bit.ly/parcel-x",
        "USPS: your package cannot be delivered because the postcode is missing. Update within 12 hours: usps-postcode.top/uk",
        "Hi mum, it's me. My phone fell in the bath so this is my new number. Can you message me on WhatsApp? 07700 900456",
        "Hi dad I've smashed my phone, text me on this number 07700900112 when you see this x",
        "Mum, phone's broken and I'm using a friend's. I need to pay a bill today, can you send £840 and I'll give it back on Friday?",
        "Barclays: a new payee MR T GREEN was added on your account. If this was not you, visit barclays-cancel-payee.com",
        "NatWest: A payment of £499.00 was tried from a new device. If this wasn't you call 020 7946 0777 now",
        "Santander Alert: your account has been locked. Verify at https://santander-verify.online to unlock",
        "A login from a new iPhone was made to your Lloyds account on 12/10. If not you, cancel it here: lloyds-secure-help.net",
        "Your card was used at CURRYS for £612.99. If you did not make this purchase, ring our fraud team on 020 7946 0812.",
        "Congratulations! Your number has won 2nd prize in the Tesco draw. Claim your £500 gift card: tesco-winner.shop",
        "You have been selected for a free iPhone 15. Just pay the £1 postage: free-phone-uk.click",
        "WINNER! You have a £1000 cash prize waiting. To claim call 0909 879 0461. Code K52. Valid 12hrs only. 150p/min",
        "Hello, I'm Anna from TalentHub. We have part-time online work, £100-£250 a day, just like videos. Message me on WhatsApp: +44 7700 900777",
        "Hi! Do you have time for a remote job? 60 minutes a day, paid daily. Add me on Telegram @workwithlucy",
        "Your profile was recommended by several agencies. Salary £480 per day, age 22+. Contact us by WhatsApp 07700900333",
        "HMRC: you have an unclaimed tax rebate of £312.08. Complete the form: hmrc-rebate-form.com",
        "GOV UK: You are eligible for a £400 energy bill discount. Apply here: gov-energy-discount.com",
        "HMRC: There is a warrant for your arrest for unpaid tax. Call 020 7946 0990 at once to stop legal action.",
        "You have a Winter Fuel Payment of £300 to claim. Apply before 3 November: winterfuel-claim.live",
        "Win a holiday for two! Text SUN to 88099. £4.50 per msg. 18+. Text STOP to end",
        "FREE quiz! Answer 10 easy questions and win. Txt QUIZ to 81122. Sub £4.50/week until you send STOP",
        "You have 1 new voicemail. Ring 0909 879 0234 to hear it. Calls £3.60/min",
        "TfL: your penalty charge for the ULEZ is unpaid. Pay £12.50 today to stop it going up: tfl-ulez-pay.com",
        "Dart Charge: you have an outstanding toll of £2.50. Pay by tonight or face a £70 fine: dartcharge-pay.info",
        "Parking notice: You have an unpaid parking fine. Failure to pay will lead to court action. pcn-pay-online.com",
        "DVLA: You are owed a vehicle tax refund. Your details are out of date, update them: dvla-refund.site",
        "NHS: you need a new health certificate. Order today, only £4.99: nhs-cert.order-here.net",
        "Netflix: your last payment failed. Update your card to keep watching: netflix-billing-help.com",
        "Apple: Your Apple ID expires today. Stop this by confirming your details at appleid-check.co",
        "PayPal: we've put a limit on your account. Confirm who you are: paypal-uk-case.com/id",
        "Coinbase: withdrawal request code 441902. If you did not ask for this, call 020 7946 0145 straight away",
        "Amazon: your order of £899.00 has shipped. Didn't order? Call 020 7946 0456",
        "EE: your bill could not be taken. To stop being cut off, update your details: ee-mybilling.net",
        "O2: We were unable to process your latest bill. Update your payment information at o2-payments-update.com",
        "WhatsApp: your account will be deleted in 24 hours. Send us the 6-digit code we texted you to keep it.",
        "Hey, I sent you a code by mistake, can you forward it to me please?",
        "Loan approved! £5,000 today even with bad credit. No checks. Apply: quick-cash-now.xyz",
        "You've been in an accident that wasn't your fault? You may be owed £3,750. Reply CLAIM or call 020 7946 0199",
        "We tried to call you about your refund of £1,240 for mis-sold PPI. Reply YES to get it or STOP to opt out",
        "Bitcoin is up 40%. Our members made £3,000 this week. Join the VIP group: t.me/northgate-vip",
        "Boss here. I'm in a meeting, can you get five £100 Apple gift cards for a client and text me the codes? Will pay you back",
        "This is your landlord. Please pay the rent into our new bank account from today: sort code 12-34-56, account 12345678",
        "Hi, it's Sarah! Are we still on for golf on Sunday? Oh sorry, wrong number. You seem kind, where are you from?",
        "Sexy girls near you want to chat tonight. Call 0909 879 0567, £1.50/min",
    ] {
        let said = text(words);
        if !is_doubted(&said) {
            wrong.push(format!("{words}\n{}", told(&said)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn texts_of_services_and_of_friends_are_left_alone_and_never_look_genuine() {
    let mut wrong = Vec::new();
    for words in [
        "Your code is 482913. Do not share it with anyone, even us.",
        "775120 is your Barclays passcode to log in. We will never ring you and ask for it.",
        "HSBC: Did you just try to pay £64.20 at ASOS? Reply Y if it was you or N if it was not.",
        "Your NatWest card payment of £12.00 to TFL was declined. Open the app for more.",
        "Amazon: Your package with 2 items was delivered. Thanks!",
        "Royal Mail: your parcel 'Shoes' will be delivered today between 11:12 and 13:12.",
        "Your Evri parcel from Next is arriving today. Track it: https://www.evri.com/track/H01ABC",
        "DPD: your parcel will be with you today 10:15-11:15. Change it at https://www.dpd.co.uk/my",
        "Yodel: we left your parcel with Sam at number 9.",
        "Hi, this is Northgate Dental. You have a check-up on Monday 3 Nov at 10:20. Reply C to confirm or ring 020 7946 0111 to change it.",
        "Dr Patel's surgery: your blood test results are back. Please call 020 7946 0123 after 2pm.",
        "Your NHS appointment at Northgate Hospital is on 4 Dec at 14:00. To cancel reply CANCEL.",
        "Your hospital letter is ready to read. Log in with the NHS App to see it.",
        "Northgate Garage: your van is ready. The bill is £184.20, pay when you collect. We shut at 5.30.",
        "Your table for 4 at The Old Mill is booked for Saturday 19:30. Call 020 7946 0155 if your plans change.",
        "Hi mum, can you pick me up at 6? My phone is nearly flat x",
        "Hi dad, happy birthday! See you on Sunday x",
        "Mum I got a new phone! Same number, it's so good x",
        "Can you send me the code for the back gate please? It's raining",
        "Sorry I missed your call, in a meeting. Will ring back at 4",
        "Are you at the shop? Can you get milk and a card for nan's birthday",
        "I love you sweetheart, sleep well xx",
        "Thanks for your order 20417 from Northgate Books. We will text when it is ready to collect.",
        "EE: Your bill of £23.00 is ready. We'll take it by Direct Debit on 14 Nov. See it in the My EE app.",
        "Vodafone: you have used 80% of your data. It starts again on the 1st.",
        "O2: Your eSIM is ready. Go to Settings to turn it on.",
        "DVLA: your vehicle tax is due on 1 December. Tax it at gov.uk/vehicle-tax",
        "HMRC: Your Self Assessment return is due by 31 January. Sign in to your account on GOV.UK as you always do.",
        "Council: there is no bin collection on Monday as it is a holiday. Yours will be on Tuesday.",
        "TfL: Your Oyster auto top-up of £20 was taken today.",
        "School: tomorrow is a non-uniform day. Please bring £1 for Children in Need.",
        "Thank you for your £5 gift to Northgate Food Bank. Text STOP to 70099 if you want no more texts from us.",
        "To give £3 to Children's Hospice text HOPE to 70123. Thank you!",
        "Library: your books are due back on Friday. Renew them at any branch.",
        "Your vet: Bella is due her jab. Ring 020 7946 0188 to book.",
        "Your Uber is arriving. Blue Toyota, AB12 CDE.",
        "Gas engineer will be with you between 8am and 12 tomorrow. Call 020 7946 0199 if you cannot be in.",
        "Your interview with Northgate Foods is on Thursday at 11. Ask for Jo at the desk. Bring your passport please.",
        "Hi, it's Jo from the bakery. I've sent the invoice by email, payment in 30 days as usual. Cheers",
        "Half price pizza at Luigi's on Tuesdays! Show this text at the till. Reply STOP to opt out.",
        "20% off at Northgate Shoes this weekend only. Come and see us at 12 High Street. Text STOP to 66777 to opt out",
        "Congratulations on the new baby! Can't wait to meet her x",
        "You won! The team was brilliant today, come to the pub",
        "Can you transfer me the £20 for the tickets when you get a sec? Same account as last time x",
        "Your password for the staff wifi is on the board in the kitchen.",
        "Work rota: you are on from 7 to 3 on Friday. Text me if you can't do it. Sam",
        "I'm on WhatsApp if that's easier, same number",
        "Lloyds: You've changed your address. If this wasn't you, please call the number on the back of your card.",
        "Your parcel from Jo's Crafts is on its way with Royal Mail, tracking number AB123456789GB.",
    ] {
        let said = text(words);
        if said.verdict != Verdict::CannotTell {
            wrong.push(format!("{words}\n{}", told(&said)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
